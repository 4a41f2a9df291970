import { z } from 'zod';
import type { ReplayMarket } from '../market/replay-market.js';
import { refusal, type Answer } from './answer.js';
import { answerQuery, categorySchema, type Query } from './query.js';
import { tickerOf } from './ticker.js';
import type { View } from './view.js';

const querySchema = z.object({
  category: categorySchema,
  symbol: z.string().optional(),
  baseCoin: z.string().optional(),
});

/** GET /v5/market/tickers: every market that trades now, on one page, USDC perpetuals and futures among them. */
export function answerTickers(query: Query, view: View): Answer {
  return answerQuery(querySchema, query, (asked) => {
    if (asked.category !== 'linear') return { kind: 'tickers', category: asked.category, list: [] };
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
    return { kind: 'tickers', category: 'linear', list };
  });
}

function trades(market: ReplayMarket, nowMs: number): boolean {
  return market.isLaunched(nowMs) && !market.hasEnded(nowMs);
}
