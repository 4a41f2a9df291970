import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import { moneyText } from '../../../../format/numbers.js';
import type { EquityEvent } from '../../../../chart/equity-marks.js';

export interface CurvePoint {
  readonly atMs: number;
  /** Equity, USDT. */
  readonly value: number;
  /** How far below the highest equity before it, a fraction of that, ≤ 0. */
  readonly drawdown: number;
}

/** The equity at the start of the window, then at the end of each day. */
export function dailyCurve({
  setup,
  daily,
}: Pick<BacktestDocumentV1, 'setup' | 'daily'>): CurvePoint[] {
  const started = { atMs: setup.window.fromMs, equityUsdt: setup.startingEquityUsdt };
  let peak = Number(started.equityUsdt);
  return [started, ...daily].map(({ atMs, equityUsdt }) => {
    const value = Number(equityUsdt);
    peak = Math.max(peak, value);
    return { atMs, value, drawdown: value === peak ? 0 : (value - peak) / peak };
  });
}

/** Where trades were opened and closed, as marks of the curve, ascending. */
export function tradeEvents(trades: BacktestDocumentV1['trades']): EquityEvent[] {
  return trades
    .flatMap(({ symbol, openedAtMs, closedAtMs, netUsdt }): EquityEvent[] => {
      const opened = { atMs: openedAtMs, shape: 'arrowUp', isGood: true } as const;
      const entry = { ...opened, text: `opened ${symbol}` };
      if (closedAtMs === undefined) return [entry];
      const text = `closed ${symbol} ${moneyText(netUsdt, 'always')}`;
      const isGood = Number(netUsdt) >= 0;
      return [entry, { atMs: closedAtMs, shape: 'arrowDown', isGood, text }];
    })
    .sort((a, b) => a.atMs - b.atMs);
}
