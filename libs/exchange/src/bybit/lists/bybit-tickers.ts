import type { ErrorContext } from '@fullcarry/domain/errors';
import { isAnnounced } from '@fullcarry/domain/market/funding-announcement';
import type { MarketTicker } from '@fullcarry/domain/market/market';
import { z } from 'zod';
import { DECIMAL, NOT_NEGATIVE, POSITIVE } from '../../rows/decimal-schemas.js';
import type { RowReader } from '../../rows/row-reader.js';
import { readTickerRow } from '../../rows/ticker-rows.js';
import type { ListedMarket } from './bybit-instruments.js';
import { wantedTickerRows } from './bybit-ticker-rows.js';

const TICKER = z.object({
  lastPrice: POSITIVE,
  markPrice: POSITIVE,
  turnover24h: NOT_NEGATIVE,
  // Empty where it is not published.
  openInterest: z.union([z.literal('').transform(() => undefined), NOT_NEGATIVE]).optional(),
  fundingRate: DECIMAL,
  nextFundingTime: z.string().regex(/^[1-9]\d*$/),
  // Newer than the instruments' own field, which is minutes old; absent from older recordings.
  fundingIntervalHour: z
    .string()
    .regex(/^([1-9]\d*)?$/)
    .optional(),
});

/** "" or "0" in a row for which no funding is scheduled. */
const ANNOUNCEMENT = z.object({ nextFundingTime: z.string().regex(/^\d*$/) });

const ANSWER_TIME = z.object({ time: z.number().nullish() });

/**
 * The tickers of the listed markets. The list holds every linear contract, so rows of other contracts are
 * passed over; so are markets for which no funding is announced, since nothing can be earned there.
 *
 * Errors: those of `wantedTickerRows`.
 */
export function readTickers(
  reader: RowReader,
  payload: unknown,
  listed: ReadonlyMap<string, ListedMarket>,
  context: ErrorContext,
): MarketTicker[] {
  const wanted = new Set(listed.keys());
  const answeredAtMs = ANSWER_TIME.safeParse(payload).data?.time ?? 0;
  const read = (row: unknown, about: ErrorContext) => {
    const { nextFundingTime } = readTickerRow(ANNOUNCEMENT, row, about);
    if (!isAnnounced(Number(nextFundingTime), answeredAtMs)) return undefined;
    return readTickerRow(TICKER, row, about);
  };
  const rows = wantedTickerRows(reader, payload, 'linear', wanted, read, context);
  return [...rows].flatMap(([nativeId, ticker]) => {
    const known = listed.get(nativeId);
    return known ? (tickerOf(ticker, known) ?? []) : [];
  });
}

function tickerOf(
  ticker: z.output<typeof TICKER>,
  { market, instrument }: ListedMarket,
): MarketTicker | undefined {
  const { fundingIntervalHour: hours = '' } = ticker;
  const fundingIntervalMinutes = hours === '' ? instrument.fundingInterval : Number(hours) * 60;
  if (fundingIntervalMinutes === 0) return undefined;
  return {
    symbol: market.symbol,
    turnoverUsdt24h: ticker.turnover24h,
    predictedRate: ticker.fundingRate,
    nextFundingAtMs: Number(ticker.nextFundingTime),
    fundingIntervalMinutes,
    markPrice: ticker.markPrice,
    lastPrice: ticker.lastPrice,
    openInterest: ticker.openInterest,
  };
}
