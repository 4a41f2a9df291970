import { DeskCycleV1, type DeskCycle } from '@fullcarry/contracts/desk-cycle-v1';
import type { StoredCycle } from '@fullcarry/history/desk-rows';

/** The report as it was said. */
export function cycleOf({ report }: StoredCycle): DeskCycle {
  return DeskCycleV1.schema.parse(JSON.parse(report));
}
