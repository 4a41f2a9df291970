import { drawdownOf } from '@fullcarry/domain/desk/modes/drawdown';
import { DeskCycleV1, type DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { DeskPosition } from '@fullcarry/contracts/facts/desk-position-v1';
import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { DeskConcern, DeskLedger } from '@fullcarry/contracts/facts/desk-status-v1';
import { positionView } from '@fullcarry/contracts/desk/position-view';
import { plain, sum } from '@fullcarry/domain/desk/book/exact';
import { uncheckedLedger } from '@fullcarry/domain/desk/book/ledger';
import type { Difference } from '@fullcarry/domain/desk/book/reconcile-account';
import { shortNotional } from '@fullcarry/domain/desk/book/position-money';
import { isHeld } from '@fullcarry/domain/desk/book/position';
import type { DeskMode } from '@fullcarry/history/desk/desk-rows';
import type { DeskCurveStore } from '@fullcarry/history/desk/desk-curve-store';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';
import { bookNow, storedDesk, storedSettings } from '../book/account.js';
import { deskConcerns } from '../concerns/desk-concerns.js';

/** What the desk holds and does, as of its last cycle or change. */
export interface DeskView {
  readonly mode: DeskMode;
  /** Why it is not running; null while it is. */
  readonly modeReason: string | null;
  readonly settings: DeskSettings;
  /** As it is, also where it does not add up. */
  readonly ledger: DeskLedger;
  /** Opening, open and closing. */
  readonly positions: readonly DeskPosition[];
  /** Notional of the short legs, exact, USDT. */
  readonly exposureUsdt: string;
  readonly lastCycle: Pick<DeskCycle, 'number' | 'startedAtMs' | 'durationMs'> | null;
  /** What of it needs a person's eyes. */
  readonly concerns: readonly DeskConcern[];
}

/** `brokenBecause`: why the books do not add up; undefined while they do. `differences`: of the last cycle. */
export async function deskView(
  reads: DeskStore,
  cycles: DeskCurveStore,
  brokenBecause: string | undefined,
  differences: readonly Difference[],
): Promise<DeskView> {
  const book = await bookNow(reads);
  const positions = [...book.positions.values()];
  const held = positions.filter(isHeld);
  const [stored] = await cycles.cycles({ limit: 1 });
  const last = stored && DeskCycleV1.schema.parse(JSON.parse(stored.report));
  const settings = await storedSettings(reads);
  const ledger = uncheckedLedger(book, positions);
  const { peakEquityUsdt } = await storedDesk(reads);
  const concerns = deskConcerns({
    mode: book.mode,
    brokenBecause,
    differences,
    positions: held.map(positionView),
    settings,
    drawdown: drawdownOf(ledger, peakEquityUsdt),
    verdicts: last?.markets ?? [],
  });
  return {
    mode: book.mode,
    modeReason: book.modeReason ?? null,
    settings,
    ledger,
    positions: held.map(positionView),
    exposureUsdt: plain(sum(held.map(shortNotional))),
    lastCycle: last ? cycleView(last) : null,
    concerns,
  };
}

function cycleView({ number, startedAtMs, durationMs }: DeskCycle) {
  return { number, startedAtMs, durationMs };
}
