import type { ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import type { ReportedSettlement } from '@fullcarry/domain/settlement';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { parsePayload } from '../transport/read-json-answer.js';
import { rawStamps } from '../rows/raw-stamps.js';
import { assertSameMarket, RATE, STAMP } from '../rows/reported-settlement.js';
import { OKX_LIMITS } from './okx-limits.js';

const SETTLEMENTS = z.object({
  data: z.array(z.object({ instId: z.string(), realizedRate: RATE, fundingTime: STAMP })),
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
 * Errors: TransientError for another shape; DataIntegrityError for a row of another market.
 */
export function readSettlements(
  payload: unknown,
  market: Market,
  window: TimeWindow,
  context: ErrorContext,
): ReportedSettlement[] {
  const { firstMs } = rawStamps(window);
  const { data } = parsePayload(SETTLEMENTS, payload, context);
  return (
    data
      .map(({ instId, realizedRate, fundingTime }) => {
        assertSameMarket(instId, market.nativeId, context);
        return { stamp: fundingTime, rate: realizedRate };
      })
      // What is no time is nowhere, and is judged with the rows of the window.
      .filter(({ stamp }) => !/^\d+$/.test(stamp) || Number(stamp) >= firstMs)
  );
}
