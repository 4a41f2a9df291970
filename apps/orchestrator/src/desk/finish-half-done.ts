import { finishing } from '@fullcarry/domain/desk/decide/judge-held';
import { workLeft } from '@fullcarry/domain/desk/trade/next-leg';
import { pairName } from '@fullcarry/domain/desk/observe/observation';
import { PermanentError } from '@fullcarry/domain/errors';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { bookNow, storedDesk, storedSettings } from '../book/account.js';
import { renamedInStore } from '../modes/check-settings.js';
import type { DeskTools } from './desk-tools.js';

const RENAMED =
  'Settings were stored under names of an earlier version; they are used as they are called now';

const LEFT = 'A position is still half done; the next cycle goes on with it';

/** Errors: PermanentError when the ledger is of another source: a replay's is never gone on with live. */
export async function sameSource(reads: DeskStore, now: string): Promise<void> {
  const { source } = await storedDesk(reads);
  if (source === now) return;
  throw new PermanentError(
    `The ledger in this database is of ${source}, the exchange now is ${now}: use another database`,
  );
}

/** Finishes or takes back what an earlier process left half done. */
export async function finishHalfDone(
  { reads, trader }: Pick<DeskTools, 'reads' | 'trader'>,
  logger: Logger,
  nowMs: number,
): Promise<void> {
  const settings = await storedSettings(reads);
  const renamed = await renamedInStore(reads);
  if (renamed.length > 0) logger.warn({ renamed }, RENAMED);
  const book = await bookNow(reads);
  for (const position of book.positions.values()) {
    if (workLeft(position) === undefined) continue;
    const failure = await trader.perform(finishing(nowMs, book, position), settings);
    if (failure) logger.warn({ symbol: pairName(position.legs), failure: failure.text }, LEFT);
  }
}
