import { canonicalDecimal } from '@fullcarry/domain/decimal-text';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market';
import { snapToMinute, type Settlement } from '@fullcarry/domain/settlement';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';
import { rawStamps } from '../raw-stamps.js';
import { OKX_LIMITS } from './okx-limits.js';

const SETTLEMENTS = z.object({
  data: z.array(
    z.object({ instId: z.string(), realizedRate: z.string(), fundingTime: z.string() }),
  ),
});

/**
 * The question for the settlements up to the window's end: `after` is the upper cursor and excludes itself.
 *
 * The lower cursor is left out. With both, whether the newest or the oldest rows between them come is not
 * documented; with the upper one alone it is always the newest page before it. What is older than the window
 * comes along then, and is left out on reading.
 */
export function settlementQuestion(market: Market, window: TimeWindow) {
  return {
    instId: market.nativeId,
    after: rawStamps(window).lastMs + 1,
    limit: OKX_LIMITS.settlementsPerPage,
  };
}

/**
 * The settlements of an answer that are not older than the window. The rate is the realized one: the other
 * is what was predicted.
 *
 * Errors: TransientError for another shape; DataIntegrityError for a row of another market, a rate that is
 *   no decimal number, or a stamp that is no time.
 */
export function readSettlements(
  payload: unknown,
  market: Market,
  window: TimeWindow,
  context: ErrorContext,
): Settlement[] {
  const { firstMs } = rawStamps(window);
  const { data } = parsePayload(SETTLEMENTS, payload, context);
  return data
    .map(({ instId, realizedRate, fundingTime }) => {
      if (instId !== market.nativeId) {
        throw new DataIntegrityError('The answer is about another market', {
          ...context,
          asked: market.nativeId,
          answered: instId,
        });
      }
      const rate = canonicalDecimal(realizedRate);
      if (rate === undefined || !/^\d+$/.test(fundingTime)) {
        throw new DataIntegrityError('A settlement holds a value that is no number', {
          ...context,
          realizedRate,
          fundingTime,
        });
      }
      const observedAtMs = Number(fundingTime);
      return { settledAtMs: snapToMinute(observedAtMs), observedAtMs, rate };
    })
    .filter((row) => row.observedAtMs >= firstMs);
}
