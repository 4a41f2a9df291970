import { z } from 'zod';
import type { RecordedCandle, RecordedSettlement } from '../recorded-rows.js';

const STAMP = z
  .string()
  .regex(/^\d{13}$/, 'no time in epoch milliseconds')
  .transform(Number);
const PRICE = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'no plain decimal')
  .refine((text) => Number(text) > 0, 'no price above 0');
const AMOUNT = z.string().regex(/^\d+(\.\d+)?$/, 'no plain decimal that is 0 or more');
const RATE = z.string().regex(/^-?\d+(\.\d+)?$/, 'no plain decimal');

const PRICES = { timestamp: STAMP, open: PRICE, high: PRICE, low: PRICE, close: PRICE };

/** A recorded hour of trading. Columns beside these are passed over. */
export const CANDLE_ROW = z
  .object({ ...PRICES, volume: AMOUNT, quote_volume: AMOUNT.optional() })
  .refine(isWithin, 'the high is not the highest or the low not the lowest price of the hour')
  .transform(
    ({ timestamp, open, high, low, close, volume, quote_volume: turnover }): RecordedCandle => ({
      ...{ openAtMs: timestamp, open, high, low, close, volume, turnover },
    }),
  );

/** A recorded hour of the mark price, in which nothing is traded. */
export const MARK_ROW = z
  .object(PRICES)
  .refine(isWithin, 'the high is not the highest or the low not the lowest price of the hour')
  .transform(({ timestamp, open, high, low, close }): RecordedCandle => ({
    ...{ openAtMs: timestamp, open, high, low, close, volume: '0', turnover: '0' },
  }));

/** A recorded minute of the premium index: shares of a price, which may be 0 or less. Its open is the close before. */
export const PREMIUM_ROW = z
  .object({ timestamp: STAMP, open: RATE, high: RATE, low: RATE, close: RATE })
  .refine(
    ({ high, low, close }) => isWithin({ high, low, close, open: close }),
    'the close is not between the low and the high of the minute',
  )
  .transform(({ timestamp, open, high, low, close }): RecordedCandle => ({
    ...{ openAtMs: timestamp, open, high, low, close, volume: '0', turnover: '0' },
  }));

/** A settlement, as each exchange and each recorder calls its columns. */
export const SETTLEMENT_ROW = z
  .union(
    [
      z.object({ timestamp: STAMP, funding_rate: RATE }),
      z.object({ fundingRateTimestamp: STAMP, fundingRate: RATE }),
      z.object({ fundingTime: STAMP, realizedRate: RATE }),
      z.object({ fundingTime: STAMP, fundingRate: RATE }),
      z.object({ time: STAMP, fundingRate: RATE }),
    ],
    'no time in epoch milliseconds with a decimal rate; the columns are timestamp,funding_rate or as an exchange calls them',
  )
  .transform((row): RecordedSettlement => {
    const rate =
      'funding_rate' in row
        ? row.funding_rate
        : 'realizedRate' in row
          ? row.realizedRate
          : row.fundingRate;
    if ('timestamp' in row) return { stampMs: row.timestamp, rate };
    if ('fundingTime' in row) return { stampMs: row.fundingTime, rate };
    return { stampMs: 'time' in row ? row.time : row.fundingRateTimestamp, rate };
  });

/** A spot market as its exchange lists it: one that does not trade is no leg. */
export const SPOT_INSTRUMENT_ROW = z.object({
  symbol: z.string().min(1),
  status: z.string().min(1),
  baseAsset: z.string().min(1),
  quoteAsset: z.string().min(1),
  tickSize: AMOUNT,
  stepSize: AMOUNT,
  minQty: AMOUNT,
  maxQty: AMOUNT,
  minNotional: AMOUNT,
});
export type SpotInstrumentRow = z.output<typeof SPOT_INSTRUMENT_ROW>;

function isWithin(row: { open: string; high: string; low: string; close: string }): boolean {
  const all = [row.open, row.high, row.low, row.close].map(Number);
  return Number(row.high) === Math.max(...all) && Number(row.low) === Math.min(...all);
}
