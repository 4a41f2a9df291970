import { canonicalDecimal } from '@fullcarry/domain/decimal-text';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market';
import { snapToMinute, type Settlement } from '@fullcarry/domain/settlement';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';
import { rawStamps } from '../raw-stamps.js';
import { BINANCEUSDM_LIMITS } from './binanceusdm-limits.js';

const SETTLEMENTS = z.array(
  z.object({ symbol: z.string(), fundingRate: z.string(), fundingTime: z.number() }),
);

/**
 * The question for the settlements whose minute lies in the window. Both bounds are sent, and inclusive: of a
 * window with more than a page come the oldest, in ascending order.
 */
export function settlementQuestion(market: Market, window: TimeWindow) {
  const { firstMs, lastMs } = rawStamps(window);
  return {
    symbol: market.nativeId,
    startTime: firstMs,
    endTime: lastMs,
    limit: BINANCEUSDM_LIMITS.settlementsPerPage,
  };
}

/**
 * The settlements of an answer. Their stamps are 0 to 17 ms late (seen in more than half of the recorded ones).
 *
 * Errors: TransientError for another shape; DataIntegrityError for a row of another market, a rate that is
 *   no decimal number, or a stamp that is no time.
 */
export function readSettlements(
  payload: unknown,
  market: Market,
  context: ErrorContext,
): Settlement[] {
  return parsePayload(SETTLEMENTS, payload, context).map((row) => {
    const { symbol, fundingRate, fundingTime } = row;
    if (symbol !== market.nativeId) {
      throw new DataIntegrityError('The answer is about another market', {
        ...context,
        asked: market.nativeId,
        answered: symbol,
      });
    }
    const rate = canonicalDecimal(fundingRate);
    if (rate === undefined || !Number.isSafeInteger(fundingTime) || fundingTime < 0) {
      throw new DataIntegrityError('A settlement holds a value that is no number', {
        ...context,
        fundingRate,
        fundingTime,
      });
    }
    return { settledAtMs: snapToMinute(fundingTime), observedAtMs: fundingTime, rate };
  });
}
