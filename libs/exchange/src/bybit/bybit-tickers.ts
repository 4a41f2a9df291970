import { canonicalDecimal } from '@fullcarry/domain/decimal-text';
import { DataIntegrityError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import type { Market, MarketTicker } from '@fullcarry/domain/market';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';

const TICKERS = z.object({
  result: z.object({
    category: z.literal('linear'),
    list: z.array(z.looseObject({ symbol: z.string() })),
  }),
});

const DECIMAL = z.string().transform((text, context) => {
  const decimal = canonicalDecimal(text);
  if (decimal !== undefined) return decimal;
  context.addIssue(`"${text}" is not a decimal number`);
  return z.NEVER;
});
const POSITIVE = DECIMAL.refine((text) => Number(text) > 0, 'is not positive');

const TICKER = z.object({
  lastPrice: POSITIVE,
  markPrice: POSITIVE,
  turnover24h: DECIMAL.refine((text) => Number(text) >= 0, 'is negative'),
  fundingRate: DECIMAL,
  nextFundingTime: z.string().regex(/^[1-9]\d*$/),
  // Newer than the instruments' own field, which is minutes old; absent from older recordings.
  fundingIntervalHour: z
    .string()
    .regex(/^[1-9]\d*$/)
    .optional(),
});

/** What stands in a row for which no funding is scheduled. */
const NO_FUNDING = z.looseObject({
  fundingRate: z.literal(''),
  nextFundingTime: z.enum(['', '0']),
});

/** Markets may have left since the list was read, but not so many at once. */
const MOST_ABSENT = 0.1;

/** A market, and the funding interval of the instruments list for the rows that don't tell theirs. */
export interface ListedMarket {
  readonly market: Market;
  readonly fundingIntervalMinutes: number;
}

/**
 * The tickers of the listed markets. The list holds every linear contract, so rows of other contracts are
 * passed over; so are markets for which no funding is scheduled, since nothing can be earned there.
 *
 * Errors: TransientError for another shape, or when more than a tenth of the listed markets is absent;
 *   DataIntegrityError for a value that is no decimal number, or a market that comes twice.
 */
export function readTickers(
  payload: unknown,
  listed: ReadonlyMap<string, ListedMarket>,
  context: ErrorContext,
): MarketTicker[] {
  const { list } = parsePayload(TICKERS, payload, context).result;
  const rows = list.filter((row) => listed.has(row.symbol));
  const present = new Set(rows.map((row) => row.symbol));
  if (present.size < rows.length) {
    throw new DataIntegrityError('A market comes twice in the tickers', { ...context });
  }
  const absent = listed.size - present.size;
  if (absent > listed.size * MOST_ABSENT) {
    throw new TransientError('The tickers are cut short', {
      ...context,
      absent,
      listed: listed.size,
    });
  }
  return rows.flatMap((row) => {
    const known = listed.get(row.symbol);
    return known && !NO_FUNDING.safeParse(row).success ? [readTicker(row, known, context)] : [];
  });
}

function readTicker(row: unknown, known: ListedMarket, context: ErrorContext): MarketTicker {
  const { market, fundingIntervalMinutes } = known;
  const parsed = TICKER.safeParse(row);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new DataIntegrityError('A ticker holds a value that is no number', {
      ...context,
      symbol: market.nativeId,
      fault: issue && `${issue.path.join('.')}: ${issue.message}`,
    });
  }
  const ticker = parsed.data;
  return {
    symbol: market.symbol,
    turnoverUsdt24h: ticker.turnover24h,
    fundingRate: ticker.fundingRate,
    nextFundingAtMs: Number(ticker.nextFundingTime),
    fundingIntervalMinutes:
      ticker.fundingIntervalHour === undefined
        ? fundingIntervalMinutes
        : Number(ticker.fundingIntervalHour) * 60,
    markPrice: ticker.markPrice,
    lastPrice: ticker.lastPrice,
  };
}
