import { TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { NOT_NEGATIVE, POSITIVE } from '../../rows/decimal-schemas.js';
import { parsePayload } from '../../transport/read-json-answer.js';
import { readValues } from '../../rows/read-values.js';
import { nameIn, type RowReader } from '../../rows/row-reader.js';
import { readTickerRow } from '../../rows/ticker-rows.js';

const TOKEN = z.object({
  name: z.string().min(1),
  szDecimals: z.number().int().min(0).max(18),
  index: z.number().int(),
});
const PAIR = z.object({ name: z.string().min(1), tokens: z.tuple([z.number(), z.number()]) });

const SPOT = z.tuple([
  z.object({ tokens: z.array(z.unknown()), universe: z.array(z.unknown()) }),
  z.array(z.unknown()),
]);

const PROBLEM = "A spot instrument holds a value that can't be read";

const TICKER = z.object({
  markPx: NOT_NEGATIVE,
  midPx: POSITIVE.nullish(),
  dayNtlVlm: NOT_NEGATIVE.optional(),
});

export const QUOTE = 'USDC';

/** One spot market against USDC: `nativeId` is its name (`@142`, `PURR/USDC`), `coin` that of its token (`UBTC`). */
export interface SpotMarket {
  readonly nativeId: string;
  readonly coin: string;
  readonly szDecimals: number;
  readonly assetContext: unknown;
}

/**
 * The answer to `spotMetaAndAssetCtxs`. The contexts have holes, so they are found by their `coin`.
 *
 * Errors: TransientError for another shape, or when nothing trades against USDC; those of `RowReader.read`.
 */
export function readSpotMarkets(
  reader: RowReader,
  payload: unknown,
  context: ErrorContext,
): readonly SpotMarket[] {
  const [{ tokens, universe }, contexts] = parsePayload(SPOT, payload, context);
  const rowsOf = <S extends z.ZodType>(list: string, rows: readonly unknown[], schema: S) =>
    reader.read({ list, nameOf: (row) => nameIn(row, 'name'), context }, rows, (row) =>
      readValues(schema, row, PROBLEM, context),
    );
  const byIndex = new Map(rowsOf('tokens', tokens, TOKEN).map((token) => [token.index, token]));
  const contextOf = new Map(contexts.map((one) => [nameIn(one, 'coin'), one]));
  const markets = rowsOf('spot pairs', universe, PAIR).flatMap((pair) => {
    const [base, quote] = pair.tokens.map((index) => byIndex.get(index));
    if (!base || quote?.name !== QUOTE) return [];
    const { name: coin, szDecimals } = base;
    return [{ nativeId: pair.name, coin, szDecimals, assetContext: contextOf.get(pair.name) }];
  });
  if (markets.length === 0) {
    throw new TransientError('The exchange lists no spot market', { ...context });
  }
  return markets;
}

/** What is published of a spot market now: its price, and how much of it was traded in a day, in USDC. */
export interface SpotQuote {
  readonly price: string;
  readonly turnover: number;
}

/**
 * No trade and no book is published: the middle of the book stands for the last price, the mark price where there is
 * none, which is 0 before the first trade. Undefined when nothing is published.
 *
 * Errors: DataIntegrityError for a price that is no decimal number.
 */
export function quoteOf(spot: SpotMarket, context: ErrorContext): SpotQuote | undefined {
  if (spot.assetContext === undefined) return undefined;
  const about = { ...context, symbol: spot.nativeId };
  const { midPx, markPx, dayNtlVlm } = readTickerRow(TICKER, spot.assetContext, about);
  const price = midPx ?? markPx;
  return price === '0' ? undefined : { price, turnover: Number(dayNtlVlm ?? 0) };
}
