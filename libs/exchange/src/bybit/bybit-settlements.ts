import type { ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import type { ReportedSettlement } from '@fullcarry/domain/settlement';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { parsePayload } from '../transport/read-json-answer.js';
import { rawStamps } from '../rows/raw-stamps.js';
import { RATE, STAMP } from '../rows/reported-settlement.js';
import { assertAskedMarket } from './bybit-envelope.js';
import { BYBIT_LIMITS } from './bybit-limits.js';

const SETTLEMENTS = z.object({
  result: z.object({
    category: z.string(),
    list: z.array(
      z.object({
        symbol: z.string(),
        fundingRate: RATE,
        fundingRateTimestamp: STAMP,
      }),
    ),
  }),
});

/**
 * The question for the settlements whose minute lies in the window. Both bounds are sent: with a start
 * alone Bybit refuses, and ccxt then makes up an end from the interval in force now, which loses rows
 * where the interval was shorter before (ccxt #27745).
 */
export function settlementQuestion(market: Market, window: TimeWindow) {
  const { firstMs, lastMs } = rawStamps(window);
  return {
    category: 'linear',
    symbol: market.nativeId,
    startTime: firstMs,
    endTime: lastMs,
    limit: BYBIT_LIMITS.settlementsPerPage,
  };
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
  const { category, list } = parsePayload(SETTLEMENTS, payload, context).result;
  const symbols = list.map((row) => row.symbol);
  assertAskedMarket(
    { category, symbols, rows: list.length },
    { category: 'linear', symbol: market.nativeId },
    context,
  );
  return list.map(({ fundingRate, fundingRateTimestamp }) => ({
    stamp: fundingRateTimestamp,
    rate: fundingRate,
  }));
}
