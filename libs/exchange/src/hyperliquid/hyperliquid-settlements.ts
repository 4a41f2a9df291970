import type { ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import type { ReportedSettlement } from '@fullcarry/domain/settlement';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { parsePayload } from '../transport/read-json-answer.js';
import { rawStamps } from '../rows/raw-stamps.js';
import { assertSameMarket, RATE, STAMP } from '../rows/reported-settlement.js';

// `premium` stands beside it and is not read: it has come as "NaN" (JKorf/HyperLiquid.Net#16).
const SETTLEMENTS = z.array(z.object({ coin: z.string(), fundingRate: RATE, time: STAMP }));

/**
 * The question for the settlements whose minute lies in the window. Stamps are up to 261 ms late, and were
 * 1.8 and 14.8 minutes late twice in 1,832 recorded rows.
 */
export function settlementQuestion(market: Market, window: TimeWindow) {
  const { firstMs, lastMs } = rawStamps(window);
  return { coin: market.nativeId, startTime: firstMs, endTime: lastMs };
}

/**
 * The settlements of an answer.
 *
 * Errors: TransientError for another shape; DataIntegrityError for a row of another market.
 */
export function readSettlements(
  payload: unknown,
  market: Market,
  context: ErrorContext,
): ReportedSettlement[] {
  return parsePayload(SETTLEMENTS, payload, context).map(({ coin, fundingRate, time }) => {
    assertSameMarket(coin, market.nativeId, context);
    return { stamp: time, rate: fundingRate };
  });
}
