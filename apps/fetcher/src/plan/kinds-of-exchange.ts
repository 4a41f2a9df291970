import { isCandleKind, type SeriesKind } from '@fullcarry/domain/series';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Logger } from '@fullcarry/platform/logs/create-logger';

/** The kinds that are wanted and that the exchange has, and those that it does not keep. */
export function kindsOfExchange(
  wanted: readonly SeriesKind[],
  { id, limits }: Exchange,
  logger: Logger,
) {
  const kinds = wanted.filter((kind) => !isCandleKind(kind) || limits.candleKinds.includes(kind));
  const notKept = wanted.filter((kind) => !kinds.includes(kind));
  if (notKept.length > 0) {
    logger.info(
      { exchange: id, notKept },
      'The exchange keeps no history of these: the others are fetched',
    );
  }
  return { kinds, notKept };
}
