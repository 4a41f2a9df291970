import { z } from 'zod';
import type { ReplayMarket } from '../market/replay-market.js';
import type { Answer, TickerAnswer } from '../api/answer.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { refusal, succeeded } from './envelope.js';
import { answerQuery, categorySchema } from './query.js';
import { spotTickerOf, type SpotTicker } from './spot-ticker.js';
import { tickerOf, type Ticker } from './ticker.js';

const querySchema = z.object({
  category: categorySchema,
  symbol: z.string().optional(),
  baseCoin: z.string().optional(),
});

/** GET /v5/market/tickers: all that trades now, on one page; USDC perpetuals and futures are linear too. */
export function answerTickers(query: Query, view: View): Answer {
  return answerQuery(querySchema, query, (asked) => {
    if (asked.category === 'spot') return spotTickers(asked.symbol, view);
    if (asked.category !== 'linear') return listOf(asked.category, []);
    const market = asked.symbol === undefined ? undefined : view.board.get(asked.symbol);
    if (asked.symbol !== undefined && !(market && trades(market, view.nowMs))) {
      return refusal('params error: symbol invalid');
    }
    const list = (market ? [market] : view.board.all())
      .filter((one) => trades(one, view.nowMs))
      .filter(
        (one) => asked.baseCoin === undefined || one.recording.spec.baseCoin === asked.baseCoin,
      )
      .map((one) => tickerOf(one, view.nowMs))
      .filter((ticker) => ticker !== undefined);
    return listOf('linear', list);
  });
}

/** Spot takes no base coin. */
function spotTickers(symbol: string | undefined, { board, nowMs }: View): Answer {
  const list = board
    .allSpot()
    .filter((market) => market.trades(nowMs))
    .filter((market) => symbol === undefined || market.symbol === symbol)
    .map((market) => spotTickerOf(market, nowMs))
    .filter((ticker) => ticker !== undefined);
  if (symbol !== undefined && list.length === 0) return refusal('params error: symbol invalid');
  return listOf('spot', list);
}

function listOf(category: string, list: readonly (Ticker | SpotTicker)[]): TickerAnswer {
  return {
    kind: 'tickers',
    rows: list.map((one) => ({
      symbol: one.symbol,
      turnover: Number(one.turnover24h),
      write: (symbol) => ({ ...one, symbol }),
    })),
    write: (rows, serverTimeMs) =>
      succeeded({ category, list: rows.map((row) => row.write(row.symbol)) }, serverTimeMs),
  };
}

function trades(market: ReplayMarket, nowMs: number): boolean {
  return market.isLaunched(nowMs) && !market.hasEnded(nowMs);
}
