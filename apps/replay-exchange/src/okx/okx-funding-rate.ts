import { z } from 'zod';
import type { Answer, TickerRow } from '../api/answer.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { floorTo, MINUTE_MS } from '../clock/durations.js';
import { fundingOutlook } from '../market/funding-outlook.js';
import type { ReplayMarket } from '../market/replay-market.js';
import { swapsOf } from './okx-listed-swaps.js';
import { succeeded, unknownInstrument } from './okx-envelope.js';
import { answerQuery } from './okx-query.js';

const querySchema = z.object({ instId: z.string() });

/** GET /api/v5/public/funding-rate: of one swap, or of all with `instId=ANY`. */
export function answerFundingRate(query: Query, view: View): Answer {
  return answerQuery(querySchema, query, ({ instId }) => {
    const swaps = swapsOf(view).filter((one) => instId === 'ANY' || one.symbol === instId);
    if (swaps.length === 0) return unknownInstrument();
    return {
      kind: 'tickers',
      rows: swaps.flatMap((swap) => rowOf(swap, view.nowMs) ?? []),
      write: (rows) => succeeded(rows.map((row) => row.write(row.symbol))),
    };
  });
}

/** `fundingTime` is the settlement to come, `nextFundingTime` the one after it. */
function rowOf(swap: ReplayMarket, nowMs: number): TickerRow | undefined {
  const outlook = fundingOutlook(swap.settlementsAround(nowMs));
  if (!outlook) return undefined;
  const { rate, nextAtMs, intervalMinutes } = outlook;
  const last = swap.settlements(0, Infinity, nowMs).at(-1);
  return {
    symbol: swap.symbol,
    turnover: 0,
    write: (instId) => ({
      formulaType: 'withRate',
      fundingRate: rate,
      fundingTime: String(nextAtMs),
      impactValue: '',
      instId,
      instType: 'SWAP',
      interestRate: '',
      maxFundingRate: '0.02',
      method: 'current_period',
      minFundingRate: '-0.02',
      nextFundingRate: '',
      nextFundingTime: String(nextAtMs + intervalMinutes * MINUTE_MS),
      premium: '',
      prevFundingTime: last ? String(floorTo(last.stampMs, MINUTE_MS)) : '',
      settFundingRate: last?.rate ?? '',
      settState: 'settled',
      ts: String(nowMs),
    }),
  };
}
