import { exact } from '../book/exact.js';
import type { Ledger } from '../book/ledger.js';
import { percent } from '../decide/verdict.js';

type Equity = Pick<Ledger, 'equityUsdt'>;

/** The higher one of two, exact, USDT: a peak that was, and what there is now. */
export function higherEquity(a: string, b: string): string {
  return exact(a).gte(exact(b)) ? a : b;
}

/** How far equity is below its peak, a fraction of the peak, ≥ 0. */
export function drawdownOf({ equityUsdt }: Equity, peakEquityUsdt: string): number {
  const peak = Number(peakEquityUsdt);
  return Math.max(0, (peak - Number(equityUsdt)) / peak);
}

/** Returns why the desk pauses; undefined while equity is not below its peak by more than `maxDrawdown`, a fraction. */
export function tooDeep(
  ledger: Equity,
  peakEquityUsdt: string,
  maxDrawdown: number,
): string | undefined {
  const drawdown = drawdownOf(ledger, peakEquityUsdt);
  return drawdown > maxDrawdown
    ? `Equity fell by ${percent(drawdown)} from its peak, more than ${percent(maxDrawdown)}: the desk pauses`
    : undefined;
}
