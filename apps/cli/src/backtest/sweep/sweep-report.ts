import type { SweepDocumentV1 } from '@fullcarry/contracts/backtest/sweep-document-v1';
import { percent } from '@fullcarry/domain/desk/decide/verdict';
import { countText } from '../../output/count-text.js';
import { textTable } from '../../output/text-table.js';
import { chosenText } from './searched.js';
import { overfittingText, walkForwardReport } from './walk-forward-report.js';

/** So many of the best in sample are listed. */
const LISTED = 10;

/** A sweep for people: out of sample first, what was tried below it, and what it does not say. */
export function sweepReport(document: SweepDocumentV1, sha256: string): string {
  const { walkForward, candidates, trials, tried, assumed, notModelled } = document;
  const names = candidates.map(chosenText);
  return [
    walkForwardReport(walkForward, names, tried),
    ...(trials.length === 0 ? [] : ['', ...wholeWindow(document, names)]),
    '',
    'Assumed:',
    ...assumed.map(({ name, text }) => `  - ${name}: ${text}`),
    'Not modelled:',
    ...notModelled.map((text) => `  - ${text}`),
    '',
    `Kept as ${sha256}`,
  ].join('\n');
}

function wholeWindow({ trials, overfitting }: SweepDocumentV1, names: readonly string[]): string[] {
  const rows = [...trials]
    .sort((a, b) => b.metrics.netUsdt - a.metrics.netUsdt)
    .slice(0, LISTED)
    .map(({ candidate, sha256, metrics }) => [
      names[candidate] ?? '',
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
    `Whole window    ${countText(earned)} of ${countText(trials.length)} settings earned, all in sample; overfitting ${overfittingText(overfitting)}`,
    '',
    textTable(columns, rows),
  ];
}
