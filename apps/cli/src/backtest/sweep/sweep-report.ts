import { percent } from '@fullcarry/domain/desk/decide/verdict';
import { countText } from '../../output/count-text.js';
import { textTable } from '../../output/text-table.js';
import { chosenText } from './candidates.js';
import type { Sweep } from './do-sweep.js';
import { overfittingText, walkForwardReport } from './walk-forward-report.js';

/** So many of the best in sample are listed. */
const LISTED = 10;

/** A sweep for people: out of sample first, and what was tried below it. */
export function sweepReport(sweep: Sweep): string {
  const { walkForward, trials, overfitting, tried } = sweep;
  const names = trials.map(({ chosen }) => chosenText(chosen));
  const best = trials
    .map((trial, i) => ({ ...trial, name: names[i] ?? '' }))
    .sort((a, b) => b.metrics.netUsdt - a.metrics.netUsdt);
  const rows = best
    .slice(0, LISTED)
    .map(({ name, sha256, metrics }) => [
      name,
      sha256.slice(0, 12),
      countText(metrics.trades),
      metrics.worstTradeUsdt?.toFixed(2) ?? 'none',
      percent(metrics.maxDrawdown),
      metrics.sharpe?.toFixed(2) ?? 'none',
      metrics.netUsdt.toFixed(2),
    ]);
  const columns = [
    ...['Best in sample', 'hash'].map((head) => ({ head, align: 'left' }) as const),
    ...['trades', 'worst', 'drawdown', 'Sharpe', 'net USDT'].map(
      (head) => ({ head, align: 'right' }) as const,
    ),
  ];
  const earned = trials.filter(({ metrics }) => metrics.netUsdt > 0).length;
  return [
    walkForwardReport(walkForward, names, tried),
    '',
    `Whole window    ${countText(earned)} of ${countText(trials.length)} settings earned, all in sample; overfitting ${overfittingText(overfitting)}`,
    '',
    textTable(columns, rows),
  ].join('\n');
}
