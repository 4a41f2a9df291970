import type { BacktestTradeV1 } from '@fullcarry/contracts/backtest/backtest-trade-v1';

/** What came of one market, USDT to the cent: basis + funding − fees − slippage = net. */
export interface MarketResult {
  readonly symbol: string;
  readonly trades: number;
  readonly basisUsdt: number;
  readonly fundingUsdt: number;
  readonly feesUsdt: number;
  readonly slippageUsdt: number;
  readonly netUsdt: number;
  readonly worstUsdt: number;
}

/** Of every market that was traded, the worst first. */
export function marketResults(trades: readonly BacktestTradeV1[]): MarketResult[] {
  const bySymbol = new Map<string, BacktestTradeV1[]>();
  for (const trade of trades) {
    bySymbol.set(trade.symbol, [...(bySymbol.get(trade.symbol) ?? []), trade]);
  }
  return [...bySymbol]
    .map(([symbol, own]) => ({
      symbol,
      trades: own.length,
      basisUsdt: total(own.map((one) => one.basisUsdt)),
      fundingUsdt: total(own.map((one) => one.fundingUsdt)),
      feesUsdt: total(own.map((one) => one.feesUsdt)),
      slippageUsdt: total(own.map((one) => one.slippageUsdt)),
      netUsdt: total(own.map((one) => one.netUsdt)),
      worstUsdt: Math.min(...own.map((one) => Number(one.netUsdt))),
    }))
    .sort((a, b) => a.netUsdt - b.netUsdt);
}

function total(amounts: readonly string[]): number {
  return amounts.reduce((all, one) => all + Number(one), 0);
}
