import type { ErrorContext } from '@fullcarry/domain/errors';
import type { MarketTicker } from '@fullcarry/domain/market';
import { z } from 'zod';
import { DECIMAL, NOT_NEGATIVE, POSITIVE } from '../decimal-schemas.js';
import { readTickerRow } from '../whole-tickers.js';
import type { ListedMarket } from './bybit-instruments.js';
import { wantedTickerRows, type TickerRow } from './bybit-ticker-rows.js';

const TICKER = z.object({
  lastPrice: POSITIVE,
  markPrice: POSITIVE,
  turnover24h: NOT_NEGATIVE,
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

/**
 * The tickers of the listed markets. The list holds every linear contract, so rows of other contracts are
 * passed over; so are markets for which no funding is scheduled, since nothing can be earned there.
 *
 * Errors: those of `wantedTickerRows`; DataIntegrityError for a value that is no decimal number.
 */
export function readTickers(
  payload: unknown,
  listed: ReadonlyMap<string, ListedMarket>,
  context: ErrorContext,
): MarketTicker[] {
  const rows = wantedTickerRows(payload, 'linear', new Set(listed.keys()), context);
  return rows.flatMap((row) => {
    const known = listed.get(row.symbol);
    return known && !NO_FUNDING.safeParse(row).success ? [readTicker(row, known, context)] : [];
  });
}

function readTicker(row: TickerRow, known: ListedMarket, context: ErrorContext): MarketTicker {
  const { market, instrument } = known;
  const ticker = readTickerRow(TICKER, row, row.symbol, context);
  return {
    symbol: market.symbol,
    turnoverUsdt24h: ticker.turnover24h,
    fundingRate: ticker.fundingRate,
    nextFundingAtMs: Number(ticker.nextFundingTime),
    fundingIntervalMinutes:
      ticker.fundingIntervalHour === undefined
        ? instrument.fundingInterval
        : Number(ticker.fundingIntervalHour) * 60,
    markPrice: ticker.markPrice,
    lastPrice: ticker.lastPrice,
  };
}
