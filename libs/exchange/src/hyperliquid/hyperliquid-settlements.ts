import { canonicalDecimal } from '@fullcarry/domain/decimal-text';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market';
import { snapToMinute, type Settlement } from '@fullcarry/domain/settlement';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';
import { rawStamps } from '../raw-stamps.js';

// `premium` stands beside it and is not read: it has come as "NaN" (JKorf/HyperLiquid.Net#16).
const SETTLEMENTS = z.array(
  z.object({ coin: z.string(), fundingRate: z.string(), time: z.number() }),
);

/** The question for the settlements whose minute lies in the window; stamps are up to about 120 ms late. */
export function settlementQuestion(market: Market, window: TimeWindow) {
  const { firstMs, lastMs } = rawStamps(window);
  return { coin: market.nativeId, startTime: firstMs, endTime: lastMs };
}

/**
 * The settlements of an answer.
 *
 * Errors: TransientError for another shape; DataIntegrityError for a row of another market, a rate that is
 *   no decimal number, or a stamp that is no time.
 */
export function readSettlements(
  payload: unknown,
  market: Market,
  context: ErrorContext,
): Settlement[] {
  return parsePayload(SETTLEMENTS, payload, context).map(({ coin, fundingRate, time }) => {
    if (coin !== market.nativeId) {
      throw new DataIntegrityError('The answer is about another market', {
        ...context,
        asked: market.nativeId,
        answered: coin,
      });
    }
    const rate = canonicalDecimal(fundingRate);
    if (rate === undefined || !(Number.isSafeInteger(time) && time >= 0)) {
      throw new DataIntegrityError('A settlement holds a value that is no number', {
        ...context,
        fundingRate,
        time,
      });
    }
    return { settledAtMs: snapToMinute(time), observedAtMs: time, rate };
  });
}
