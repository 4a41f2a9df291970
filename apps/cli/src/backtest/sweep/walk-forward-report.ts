import type { SweepDocumentV1 } from '@fullcarry/contracts/backtest/sweep-document-v1';
import { percent } from '@fullcarry/domain/desk/decide/verdict';
import { many } from '../../output/count-text.js';
import { minuteText } from '../../output/instant.js';
import { textTable } from '../../output/text-table.js';

type WalkForward = SweepDocumentV1['walkForward'];

/**
 * Out of sample first: in sample never stands alone. `tried`: how many runs the deflated Sharpe ratio counts; `candidates`: what
 * each is called.
 */
export function walkForwardReport(
  { outOfSample, inSample, folds, overfitting }: WalkForward,
  candidates: readonly string[],
  tried: number,
): string {
  const rows = folds.map((fold) => [
    minuteText(fold.test.fromMs).slice(0, 10),
    minuteText(fold.test.toMs).slice(0, 10),
    candidates[fold.chosen] ?? '',
    fold.outOfSampleNetUsdt.toFixed(2),
    fold.inSampleNetUsdt.toFixed(2),
  ]);
  const columns = [
    ...['tested from', 'to', 'chosen before'].map((head) => ({ head, align: 'left' }) as const),
    ...['net USDT', 'where it was chosen'].map((head) => ({ head, align: 'right' }) as const),
  ];
  const { deflatedSharpe, yearlyYieldLow: low, yearlyYieldHigh: high } = outOfSample;
  const interval =
    low === undefined || high === undefined
      ? 'too few days for an interval'
      : `${percent(low)} to ${percent(high)} with 95 %`;
  return [
    `Out of sample   ${breakEvenText(outOfSample)}; worst trade ${outOfSample.worstTradeUsdt?.toFixed(2) ?? 'none'}, best ${outOfSample.bestTradeUsdt?.toFixed(2) ?? 'none'} USDT of ${many(outOfSample.trades, 'trade')}`,
    `Yield           ${percent(outOfSample.yearlyYield)} a year on the equity (${interval}), net ${outOfSample.netUsdt.toFixed(2)} USDT in ${outOfSample.days} days; ${outOfSample.profitableFolds} of ${many(folds.length, 'test')} earned`,
    `Sharpe          ${outOfSample.sharpe === undefined ? `not to be told of a flat basis, or of nothing that is spread; ${many(tried, 'trial')}` : `${outOfSample.sharpe.toFixed(2)}; above what ${many(tried, 'trial')} find by luck with ${deflatedSharpe === undefined ? 'a probability that can’t be told' : percent(deflatedSharpe)}`}`,
    `Overfitting     ${overfittingText(overfitting)}`,
    `In sample       ${percent(inSample.yearlyYield)} a year: what it was chosen by, and no promise`,
    '',
    textTable(columns, rows),
  ].join('\n');
}

/** How likely the best in sample is below the median out of sample. */
export function overfittingText(overfitting: WalkForward['overfitting']): string {
  return overfitting === undefined
    ? 'not to be told of one candidate, or of less than 32 days'
    : `${percent(overfitting.probability)} of ${many(overfitting.splits, 'split')}`;
}

function breakEvenText({
  breakEvenHours,
  trades,
  meanHoldingHours,
}: WalkForward['outOfSample']): string {
  if (breakEvenHours !== undefined) return `break-even after ${breakEvenHours.toFixed(0)} h`;
  if (trades === 0) return 'nothing was traded';
  return meanHoldingHours === undefined
    ? 'no trade was closed'
    : 'funding did not earn the costs of closed trades';
}
