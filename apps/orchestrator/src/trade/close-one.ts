import { pairName } from '@fullcarry/domain/desk/observe/observation';
import { isHeld } from '@fullcarry/domain/desk/book/position';
import { PermanentError } from '@fullcarry/domain/errors';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';
import { bookNow, storedSettings } from '../book/account.js';
import type { PositionTrader } from '@fullcarry/domain/desk/perform/position-trader';

export interface ClosedOne {
  readonly symbol: string;
  /** Why it could not be closed; null where it was. */
  readonly failure: string | null;
}

/** Closes one position because a person says so. Errors: PermanentError where no such position is held. */
export async function closeOne(
  reads: DeskStore,
  trader: PositionTrader,
  positionId: number,
  reason: string,
): Promise<ClosedOne> {
  const { positions } = await bookNow(reads);
  const position = [...positions.values()].find(({ id }) => id === positionId);
  if (!position || !isHeld(position)) {
    throw new PermanentError(`No position ${positionId} is open`);
  }
  const ordered = { code: 'told', text: reason, isPressing: true };
  const action = { kind: 'close', position, reason: ordered, decided: undefined } as const;
  const failure = await trader.perform(action, await storedSettings(reads));
  return { symbol: pairName(position.legs), failure: failure?.text ?? null };
}
