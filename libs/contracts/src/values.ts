import { CANDLE_KINDS, KINDS_OF_SERIES } from '@fullcarry/domain/series';
import { TIMEFRAMES } from '@fullcarry/domain/timeframe';
import { z } from 'zod';

/** UTC epoch milliseconds. */
export const epochMs = z.int().nonnegative();

/** What one setting of the desk is: an amount, or a value that was chosen. */
export const settingValue = z.union([z.number(), z.string()]);
export type SettingValue = z.output<typeof settingValue>;

/** A number of things. */
export const count = z.int().nonnegative();

/** Half-open [fromMs, toMs). */
export const timeWindow = z.object({ fromMs: epochMs, toMs: epochMs });

export const candleKind = z.enum(CANDLE_KINDS);
export const seriesKind = z.enum(KINDS_OF_SERIES);
export const timeframe = z.enum(TIMEFRAMES);

/** A series by kind; candles name their timeframe, funding has none. */
export const seriesId = z.discriminatedUnion('kind', [
  z.object({ kind: candleKind, timeframe }),
  z.object({ kind: z.literal('funding') }),
]);

/** `live`, or `replay <anchor>` when recorded data is played: never to be taken for a market of today. */
export const source = z.string().min(1);

/** 64 hex digits. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const gapStatus = z.enum([
  'missing',
  'confirmed-empty',
  'before-listing',
  'after-delisting',
  'before-history',
]);

/** A plain decimal number as exact text: no exponent. Money, prices and rates that must not be rounded. */
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
