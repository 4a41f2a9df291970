import type { BookPosition } from '@fullcarry/domain/desk/book';
import type { EndedMarket } from '@fullcarry/domain/desk/ends/ended-market';
import { delivered } from '@fullcarry/domain/desk/ends/settled-by-exchange';
import { isHeld } from '@fullcarry/domain/desk/position';
import type { DeskStore } from '@fullcarry/history/desk-store';
import { bookNow, storedSettings } from './account.js';
import type { PositionTrader } from './position-trader.js';

export interface ClosedAll {
  /** Symbols. */
  readonly closed: string[];
  readonly failed: { symbol: string; reason: string }[];
}

export interface ClosingParts {
  readonly reads: DeskStore;
  readonly trader: PositionTrader;
  /** Of what is held the perpetuals that are gone: those can't be bought back. */
  readonly ended: (held: readonly BookPosition[]) => Promise<ReadonlyMap<string, EndedMarket>>;
}

/**
 * Closes every position, all at the same time. `beginUntilMs`: of the monotonic clock; no closing begins after it,
 * since it could not be ended.
 */
export async function closeAll(
  { reads, trader, ended }: ClosingParts,
  reason: string,
  beginUntilMs: number,
): Promise<ClosedAll> {
  const outcome: ClosedAll = { closed: [], failed: [] };
  const settings = await storedSettings(reads);
  const { positions } = await bookNow(reads);
  const held = [...positions.values()].filter(isHeld);
  const gone = await ended(held);
  const close = async (position: BookPosition) => {
    const { symbol } = position;
    if (performance.now() > beginUntilMs) {
      outcome.failed.push({ symbol, reason: 'There was no time left to close both legs' });
      return;
    }
    const told = { code: 'told', text: reason, isPressing: true };
    const over = delivered({ ended: gone }, position);
    const action = over ?? ({ kind: 'close', position, reason: told, decided: undefined } as const);
    const failure = await trader.perform(action, settings);
    if (failure) outcome.failed.push({ symbol, reason: failure.text });
    else outcome.closed.push(symbol);
  };
  await Promise.all(held.map(close));
  return outcome;
}
