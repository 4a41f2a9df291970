import { DeskCycleV1, type DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { StoredCycle } from '@fullcarry/history/desk/desk-rows';

/** The report as it was published. */
export function cycleOf({ report }: StoredCycle): DeskCycle {
  return DeskCycleV1.schema.parse(JSON.parse(report));
}
