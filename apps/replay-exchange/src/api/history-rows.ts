import type { ReplayMarket } from '../market/replay-market.js';
import type { RecordedCandle } from '../recording/recorded-rows.js';
import { turnoverOf } from '../market/prices/turnover.js';
import type { CandleRow, SettlementRow } from './answer.js';

/** Candles that open in [fromMs, toMs], both included, ascending, with their quote volume. */
export function candleRows(
  market: ReplayMarket,
  fromMs: number,
  toMs: number,
  nowMs: number,
): CandleRow[] {
  return withTurnover(market.candles(fromMs, toMs, nowMs));
}

/** Every hour has its quote volume, recorded or not. */
export function withTurnover(candles: readonly RecordedCandle[]): CandleRow[] {
  return candles.map((row) => ({ ...row, turnover: turnoverOf(row) }));
}

/** Settlements whose raw stamp lies in [fromMs, toMs], both included, ascending, with their market. */
export function settlementRows(
  market: ReplayMarket,
  fromMs: number,
  toMs: number,
  nowMs: number,
): SettlementRow[] {
  return market.settlements(fromMs, toMs, nowMs).map((row) => ({ ...row, symbol: market.symbol }));
}
