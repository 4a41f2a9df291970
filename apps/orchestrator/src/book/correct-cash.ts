import { exact } from '@fullcarry/domain/desk/book/exact';
import { PermanentError } from '@fullcarry/domain/errors';
import { currentLedger, unexplainedCash } from './account.js';
import type { DeskTools } from '../desk/desk-tools.js';

/**
 * Books what a person says of cash that nothing else explains.
 *
 * Errors: PermanentError when another amount is unexplained: a correction must leave nothing over.
 */
export async function correctCash(
  { reads, writes }: Pick<DeskTools, 'reads' | 'writes'>,
  amountUsdt: string,
  reason: string,
): Promise<void> {
  const unexplained = await unexplainedCash(reads);
  if (!exact(unexplained).eq(exact(amountUsdt))) {
    throw new PermanentError(
      `${unexplained} USDT are unexplained, not ${amountUsdt}: nothing was booked`,
    );
  }
  await writes.saveCorrection({ amountUsdt, reason, bookedAtMs: Date.now() });
  await currentLedger(reads);
}
