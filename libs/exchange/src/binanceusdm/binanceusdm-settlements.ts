import type { ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import type { ReportedSettlement } from '@fullcarry/domain/settlement';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { parsePayload } from '../transport/read-json-answer.js';
import { rawStamps } from '../rows/raw-stamps.js';
import { assertSameMarket, RATE, STAMP } from '../rows/reported-settlement.js';
import { BINANCEUSDM_LIMITS } from './binanceusdm-limits.js';

const SETTLEMENTS = z.array(
  z.object({ symbol: z.string(), fundingRate: RATE, fundingTime: STAMP }),
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
 * Errors: TransientError for another shape; DataIntegrityError for a row of another market.
 */
export function readSettlements(
  payload: unknown,
  market: Market,
  context: ErrorContext,
): ReportedSettlement[] {
  return parsePayload(SETTLEMENTS, payload, context).map(({ symbol, fundingRate, fundingTime }) => {
    assertSameMarket(symbol, market.nativeId, context);
    return { stamp: fundingTime, rate: fundingRate };
  });
}
