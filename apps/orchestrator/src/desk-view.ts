import { DeskCycleV1 } from '@fullcarry/contracts/desk-cycle-v1';
import type { DeskPosition } from '@fullcarry/contracts/desk-position-v1';
import type { DeskSettings } from '@fullcarry/contracts/desk-settings';
import type { DeskLedger } from '@fullcarry/contracts/desk-status-v1';
import { positionView } from '@fullcarry/contracts/position-view';
import { plain, sum } from '@fullcarry/domain/desk/exact';
import { uncheckedLedger } from '@fullcarry/domain/desk/ledger';
import { shortNotional } from '@fullcarry/domain/desk/position-money';
import { isHeld } from '@fullcarry/domain/desk/position';
import type { DeskMode } from '@fullcarry/history/desk-rows';
import type { DeskStore } from '@fullcarry/history/desk-store';
import { bookNow, storedSettings } from './account.js';

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
  readonly lastCycle: { number: number; startedAtMs: number; durationMs: number } | null;
}

const LAST_CYCLE = DeskCycleV1.schema.pick({ number: true, startedAtMs: true, durationMs: true });

export async function deskView(reads: DeskStore): Promise<DeskView> {
  const book = await bookNow(reads);
  const positions = [...book.positions.values()];
  const held = positions.filter(isHeld);
  const [last] = await reads.cycles({ limit: 1 });
  return {
    mode: book.mode,
    modeReason: book.modeReason ?? null,
    settings: await storedSettings(reads),
    ledger: uncheckedLedger(book, positions),
    positions: held.map(positionView),
    exposureUsdt: plain(sum(held.map(shortNotional))),
    lastCycle: last ? LAST_CYCLE.parse(JSON.parse(last.report)) : null,
  };
}
