import { z } from 'zod';
import type { Answer, CandleRow } from '../api/answer.js';
import { candleRows, withTurnover } from '../api/history-rows.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { floorTo, HOUR_MS } from '../clock/durations.js';
import { json } from '../http/delivery.js';
import { timeSchema } from './hyperliquid-question.js';
import { unknownCoin, unprocessable } from './hyperliquid-refusal.js';

/** How many candles of a series are kept: older ones are not given, whatever the window. */
export const CANDLES_KEPT = 5_000;

const querySchema = z.object({
  coin: z.string(),
  interval: z.literal('1h'),
  startTime: timeSchema,
  endTime: timeSchema.optional(),
});

/** `candleSnapshot`: hourly candles of a perpetual or a spot market that open within the bounds, both included, ascending. */
export function answerCandleSnapshot(query: Query, { board, nowMs }: View): Answer {
  const asked = querySchema.safeParse(query);
  if (!asked.success) return unprocessable();
  const { coin, interval, startTime, endTime } = asked.data;
  const market = board.get(coin);
  const spot = market ? undefined : board.getSpot(coin);
  if (!market?.isLaunched(nowMs) && !spot?.trades(nowMs)) return unknownCoin();
  const keptFromMs = floorTo(nowMs, HOUR_MS) - (CANDLES_KEPT - 1) * HOUR_MS;
  const elsewhere = (fromMs: number, toMs: number) => {
    const oldestMs = Math.max(fromMs, keptFromMs);
    if (market) return candleRows(market, oldestMs, toMs, nowMs);
    return withTurnover(spot?.candles(oldestMs, toMs, nowMs) ?? []);
  };
  return {
    kind: 'candles',
    isNewestFirst: false,
    fromMs: startTime,
    toMs: endTime,
    rows: elsewhere(startTime, endTime ?? Infinity),
    elsewhere,
    write: (rows) => json(rows.map((row) => candleOf(row, coin, interval))),
  };
}

/** `n`, the number of trades, was not recorded. */
function candleOf(row: CandleRow, coin: string, interval: string) {
  return {
    t: row.openAtMs,
    T: row.openAtMs + HOUR_MS - 1,
    s: coin,
    i: interval,
    o: row.open,
    c: row.close,
    h: row.high,
    l: row.low,
    v: row.volume,
    n: 0,
  };
}
