import { z } from 'zod';
import { epochMs } from '../values.js';

/** Values as they stand in a URL: text, checked and turned into what they say. */

/** UTC epoch milliseconds. */
export const epochMsText = z
  .string()
  .regex(/^\d{1,16}$/, 'allowed are UTC epoch milliseconds')
  .transform(Number)
  .pipe(epochMs);

export function wholeNumberText(range: { readonly min: number; readonly max: number }) {
  const message = `allowed is a whole number from ${range.min} to ${range.max}`;
  return z
    .string()
    .regex(/^\d{1,16}$/, message)
    .transform(Number)
    .refine((number) => number >= range.min && number <= range.max, message);
}

/** How many, and how many to pass over. */
export const page = {
  limit: wholeNumberText({ min: 1, max: 1000 }).default(1000),
  offset: wholeNumberText({ min: 0, max: 1_000_000 }).default(0),
};

/** A ccxt id: `bybit`. */
export const exchangeText = z
  .string()
  .regex(/^[a-z0-9_]{1,40}$/, 'allowed is the ccxt id of an exchange, as in bybit');

/** ccxt's unified symbol (`BTC/USDT:USDT`) or the exchange's own name (`BTCUSDT`); percent-encoded in a path. */
export const symbolText = z
  .string()
  .regex(/^[\p{L}\p{N}/:._-]{1,60}$/u, 'allowed is a symbol, as in BTC/USDT:USDT or BTCUSDT');

/** Of rows: `arrow` is a stream of columns. What the header Accept prefers, when left out. */
export const rowsFormat = z
  .enum(['json', 'csv', 'arrow'], { message: 'allowed is json, csv or arrow' })
  .optional();

/** The media type of rows in columns: an Arrow IPC stream. */
export const ARROW_TYPE = 'application/vnd.apache.arrow.stream';

export const format = z
  .enum(['json', 'csv'], { message: 'allowed is json or csv' })
  .default('json');
