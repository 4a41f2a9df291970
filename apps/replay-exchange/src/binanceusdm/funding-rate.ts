import type { Answer, SettlementRow } from '../api/answer.js';
import { settlementRows } from '../api/history-rows.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { json } from '../http/delivery.js';
import { answerWindow, pageOf } from './binance-query.js';

/**
 * GET /fapi/v1/fundingRate: settled rates, oldest first, 100 a page unless asked otherwise, at most 1000. Both bounds are
 * compared with the raw stamp. The real one also tells of all symbols at once; that is not played.
 */
export function answerFundingRate(query: Query, view: View): Answer {
  return answerWindow(query, view, { usual: 100, most: 1_000 }, (asked) => {
    const { market, startTime, endTime } = asked;
    const elsewhere = (fromMs: number, toMs: number) =>
      settlementRows(market, fromMs, toMs, view.nowMs);
    return {
      kind: 'settlements',
      isNewestFirst: false,
      fromMs: startTime,
      toMs: endTime,
      rows: pageOf(elsewhere(startTime ?? 0, endTime ?? Infinity), asked),
      elsewhere,
      write: (rows) => json(rows.map(fundingRow)),
    };
  });
}

/** The mark price was not recorded; the exchange itself leaves it empty in old rows. */
function fundingRow({ symbol, stampMs, rate }: SettlementRow) {
  return { symbol, fundingTime: stampMs, fundingRate: rate, markPrice: '' };
}
