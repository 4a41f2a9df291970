import { z } from 'zod';
import type { Answer, SettlementRow } from '../api/answer.js';
import { limitSchema, timeSchema } from '../api/asked.js';
import { settlementRows } from '../api/history-rows.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { DAY_MS } from '../clock/durations.js';
import { succeeded, unknownInstrument } from './okx-envelope.js';
import { answerQuery, boundsOf, pageBetween } from './okx-query.js';

/** "The last 3 months": the shortest three months that follow each other have 90 days but for a February. */
const KEPT_MS = 90 * DAY_MS;

/**
 * GET /api/v5/public/funding-rate-history: settled rates of three months, newest first. What is older is not
 * there, and nothing says so.
 */
export function answerFundingHistory(query: Query, view: View): Answer {
  const cap = view.readings.okxFundingCap;
  const schema = z.object({
    instId: z.string(),
    before: timeSchema,
    after: timeSchema,
    limit: limitSchema(cap, cap),
  });
  return answerQuery(schema, query, (asked) => {
    const market = view.board.get(asked.instId);
    if (!market) return unknownInstrument();
    const elsewhere = (fromMs: number, toMs: number) =>
      settlementRows(market, Math.max(fromMs, view.nowMs - KEPT_MS), toMs, view.nowMs);
    return {
      kind: 'settlements',
      isNewestFirst: true,
      ...boundsOf(asked),
      rows: pageBetween(elsewhere, asked),
      elsewhere,
      write: (rows) => succeeded(rows.map(rowOf)),
    };
  });
}

/** The predicted rate of each was not recorded: it is answered as if it had been met. */
function rowOf({ symbol, rate, stampMs }: SettlementRow) {
  return {
    formulaType: 'withRate',
    fundingRate: rate,
    fundingTime: String(stampMs),
    instId: symbol,
    instType: 'SWAP',
    method: 'current_period',
    realizedRate: rate,
  };
}
