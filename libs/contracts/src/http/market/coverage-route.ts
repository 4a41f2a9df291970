import { z } from 'zod';
import { count, epochMs, seriesId } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import type { CoverageStatus } from './market-coverage-route.js';
import { exchangeText, page } from '../query-values.js';

/** What is true of a day: `not-collected` is before the look-back of a kind that has a shorter one. */
export type DayStatus = CoverageStatus | 'not-collected';

/**
 * One letter a UTC day for what is true of the day, so that a year of hundreds of markets is one small
 * answer. A day with several states has the first of them in this order.
 */
export const DAY_LETTERS = {
  fetching: 'F',
  missing: 'M',
  'not-fetched': 'N',
  'confirmed-empty': 'E',
  'before-history': 'H',
  present: 'P',
  'before-listing': 'B',
  'after-delisting': 'A',
  'not-collected': 'O',
} as const satisfies Record<DayStatus, string>;

const dayLetters = z
  .string()
  .regex(/^[FMNEPBAHO]*$/)
  .describe(
    'One letter a UTC day from fromMs on: F being fetched, M missing, N not fetched yet, E confirmed empty, P present, B before listing, A after delisting, H older than what the exchange keeps, O outside the look-back of its kind',
  );

export const CoverageRoute = {
  method: 'get',
  path: '/api/coverage',
  topic: 'markets',
  summary: 'The heat map: every tracked market, one letter a UTC day',
  query: z.strictObject({ exchange: exchangeText.optional(), ...page }),
  reply: z.object({
    exchange: z.string(),
    /** Start of the first UTC day. */
    fromMs: epochMs,
    days: count,
    total: count,
    markets: z.array(
      z.object({
        symbol: z.string(),
        nativeId: z.string(),
        rank: z.int().positive().nullable(),
        candles: dayLetters,
        funding: dayLetters,
        series: z
          .array(z.object({ series: seriesId, days: dayLetters }))
          .describe('Each series that is kept of it, those of candles and funding among them'),
      }),
    ),
  }),
} as const satisfies HttpRoute;
