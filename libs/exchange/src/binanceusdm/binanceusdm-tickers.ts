import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { MarketTicker } from '@fullcarry/domain/market';
import { z } from 'zod';
import { DECIMAL, NOT_NEGATIVE, POSITIVE } from '../decimal-schemas.js';
import { parsePayload } from '../parse-payload.js';
import type { ListedMarket } from './binanceusdm-instruments.js';
import { rowsBySymbol } from './binanceusdm-rows.js';

/** What stands in a row for which no funding is scheduled. */
const NO_FUNDING = z
  .object({ nextFundingTime: z.literal(0) })
  .transform((): undefined => undefined);

/** `lastFundingRate` is the estimate for the settlement to come, whatever its name says. */
const PREMIUM = z.union([
  NO_FUNDING,
  z.object({
    markPrice: POSITIVE,
    lastFundingRate: DECIMAL,
    nextFundingTime: z.number().int().positive(),
  }),
]);

const PRICE = z.object({ price: POSITIVE });
const DAY = z.object({ quoteVolume: NOT_NEGATIVE });

const FUNDING_INFO = z.array(
  z.object({ symbol: z.string(), fundingIntervalHours: z.number().int().positive() }),
);

/** …/Get-Funding-Rate-Info tells only of symbols whose cap, floor or interval was adjusted. */
const USUAL_INTERVAL_MINUTES = 480;

/** Each the answer of one endpoint about all symbols. */
export interface TickerAnswers {
  readonly premiumIndex: unknown;
  readonly prices: unknown;
  readonly days: unknown;
  readonly fundingInfo: unknown;
}

/**
 * The tickers of the listed markets. A market for which no funding is scheduled is passed over, and so is one
 * that an answer lacks: it came or went between two of them.
 *
 * Errors: those of `rowsBySymbol`; TransientError for intervals in another shape; DataIntegrityError when a
 *   market has two.
 */
export function readTickers(
  answers: TickerAnswers,
  listed: ReadonlyMap<string, ListedMarket>,
  context: ErrorContext,
): MarketTicker[] {
  const wanted = new Set(listed.keys());
  const rowsOf = <S extends z.ZodType>(schema: S, payload: unknown, endpoint: string) =>
    rowsBySymbol(schema, payload, wanted, { ...context, endpoint });
  const premiums = rowsOf(PREMIUM, answers.premiumIndex, '/fapi/v1/premiumIndex');
  const prices = rowsOf(PRICE, answers.prices, '/fapi/v2/ticker/price');
  const days = rowsOf(DAY, answers.days, '/fapi/v1/ticker/24hr');
  const intervals = readIntervals(answers.fundingInfo, context);
  return [...listed.values()].flatMap(({ market }) => {
    const premium = premiums.get(market.nativeId);
    const price = prices.get(market.nativeId);
    const day = days.get(market.nativeId);
    if (!premium || !price || !day) return [];
    return [
      {
        symbol: market.symbol,
        turnoverUsdt24h: day.quoteVolume,
        fundingRate: premium.lastFundingRate,
        nextFundingAtMs: premium.nextFundingTime,
        fundingIntervalMinutes: intervals.get(market.nativeId) ?? USUAL_INTERVAL_MINUTES,
        markPrice: premium.markPrice,
        lastPrice: price.price,
      },
    ];
  });
}

function readIntervals(payload: unknown, context: ErrorContext): Map<string, number> {
  const endpoint = '/fapi/v1/fundingInfo';
  const rows = parsePayload(FUNDING_INFO, payload, { ...context, endpoint });
  const intervals = new Map(rows.map((row) => [row.symbol, row.fundingIntervalHours * 60]));
  if (intervals.size < rows.length) {
    throw new DataIntegrityError('A market has two funding intervals', { ...context, endpoint });
  }
  return intervals;
}
