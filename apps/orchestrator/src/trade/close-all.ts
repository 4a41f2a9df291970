import { delivered } from '@fullcarry/domain/desk/ends/settled-by-exchange';
import { pairName, type Observation } from '@fullcarry/domain/desk/observe/observation';
import { heldPerpetuals } from '@fullcarry/domain/desk/book/position-money';
import { isHeld, type Position } from '@fullcarry/domain/desk/book/position';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';
import { bookNow, storedSettings } from '../book/account.js';
import type { PositionTrader } from '@fullcarry/domain/desk/perform/position-trader';

export interface ClosedAll {
  /** Symbols. */
  readonly closed: string[];
  readonly failed: { symbol: string; reason: string }[];
}

export interface ClosingParts {
  readonly reads: DeskStore;
  readonly trader: PositionTrader;
  /** Of what is held the perpetuals that are gone: those can't be bought back. */
  readonly ended: (held: readonly Position[]) => Promise<Observation['ended']>;
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
  const close = async (position: Position) => {
    const symbol = pairName(position.legs);
    if (performance.now() > beginUntilMs) {
      outcome.failed.push({ symbol, reason: 'There was no time left to close both legs' });
      return;
    }
    const ordered = { code: 'told', text: reason, isPressing: true };
    const over = heldPerpetuals(position).flatMap(
      ([name, leg]) => delivered(gone, position, name, leg) ?? [],
    );
    const close = { kind: 'close', position, reason: ordered, decided: undefined } as const;
    const failure = await trader.perform(over[0] ?? close, settings);
    if (failure) outcome.failed.push({ symbol, reason: failure.text });
    else outcome.closed.push(symbol);
  };
  await Promise.all(held.map(close));
  return outcome;
}
