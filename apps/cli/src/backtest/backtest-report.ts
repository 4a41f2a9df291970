import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import { percent } from '@fullcarry/domain/desk/decide/verdict';
import { countText, many } from '../output/count-text.js';
import { duration } from '../output/duration.js';
import { minuteText } from '../output/instant.js';
import { sourceLabel } from '../output/source-label.js';
import { textTable } from '../output/text-table.js';

/** So many of the worst trades are listed. */
const LISTED = 10;

/**
 * A result for people. What it takes comes before what it brings: the break-even time before the yearly figure, the worst
 * trade before the best, and what is assumed and not modelled on every one.
 */
export function backtestReport(document: BacktestDocumentV1, sha256: string): string {
  const { setup, dataset, metrics, attribution } = document;
  const label = sourceLabel([dataset.source]);
  const { window } = setup;
  return [
    ...(label === undefined ? [] : [label, '']),
    `Backtest ${sha256}`,
    `${many(dataset.symbols.length, 'market')} of ${setup.venue}, ${minuteText(window.fromMs)} to ${minuteText(window.toMs)} UTC, candles of ${dataset.timeframe}, ${countText(document.cycles)} decisions`,
    `Rows: ${many(dataset.series.length, 'series', 'series')}, all proven, ${dataset.sha256}`,
    '',
    `Break-even      ${metrics.breakEvenHours === undefined ? 'never: no trade that is over earned its costs by funding' : `${duration(metrics.breakEvenHours * 3_600)} of the mean funding`}`,
    `Yearly yield    ${yieldText(metrics)}`,
    `Worst trade     ${money(metrics.worstTradeUsdt)}`,
    `Best trade      ${money(metrics.bestTradeUsdt)}`,
    `Max. drawdown   ${percent(metrics.maxDrawdown)}`,
    `Lowest margin   ${lowestMargin(document)}`,
    `Sharpe          ${metrics.sharpe === undefined ? 'not to be told' : `${metrics.sharpe.toFixed(2)}, above 0 with ${percent(metrics.probabilisticSharpe ?? 0)}`}`,
    `Break-even cost ${metrics.breakEvenCostBps === undefined ? 'not to be told' : `${metrics.breakEvenCostBps.toFixed(1)} bp of notional a trade`}`,
    `Trades          ${countText(metrics.trades)}, of which ${countText(metrics.wins)} earned; held for ${metrics.meanHoldingHours === undefined ? 'all of it' : duration(metrics.meanHoldingHours * 3_600)} on average`,
    '',
    `basis ${usdt(attribution.basisUsdt)} + funding ${usdt(attribution.fundingUsdt)} − fees ${usdt(attribution.feesUsdt)} − slippage ${usdt(attribution.slippageUsdt)} = net ${usdt(attribution.netUsdt)} USDT on ${usdt(setup.startingEquityUsdt)}`,
    '',
    ...worstTrades(document),
    ...whyQuiet(document),
    ...(document.pausedBecause === undefined ? [] : [document.pausedBecause, '']),
    ...list(
      'Assumed',
      document.assumed.map(({ name, text }) => `${name}: ${text}`),
    ),
    ...list('Not modelled', document.notModelled),
  ].join('\n');
}

function yieldText(metrics: BacktestDocumentV1['metrics']): string {
  const { yearlyYield, yearlyYieldLow: low, yearlyYieldHigh: high } = metrics;
  if (yearlyYield === undefined) return 'not to be told of less than a day';
  const between =
    low === undefined || high === undefined
      ? 'too few days for an interval'
      : `${percent(low)} to ${percent(high)} with 95 %`;
  return `${percent(yearlyYield)} of the equity, not compounded; ${between}; in sample`;
}

function lowestMargin({ trades }: BacktestDocumentV1): string {
  const shares = trades.flatMap(({ lowestMarginShare }) => lowestMarginShare ?? []);
  return shares.length === 0
    ? 'nothing was held'
    : `${percent(Math.min(...shares))} of the notional was left at the worst price of a candle`;
}

function worstTrades({ trades }: BacktestDocumentV1): string[] {
  if (trades.length === 0) return [];
  const worst = [...trades].sort((a, b) => Number(a.netUsdt) - Number(b.netUsdt)).slice(0, LISTED);
  const rows = worst.map((trade) => [
    trade.symbol,
    minuteText(trade.openedAtMs),
    trade.closedAtMs === undefined ? trade.state : minuteText(trade.closedAtMs),
    usdt(trade.basisUsdt),
    usdt(trade.fundingUsdt),
    usdt(trade.feesUsdt),
    usdt(trade.slippageUsdt),
    usdt(trade.netUsdt),
  ]);
  const heads = ['basis', 'funding', 'fees', 'slippage', 'net'];
  const columns = [
    ...['Worst trades', 'opened', 'closed'].map((head) => ({ head, align: 'left' }) as const),
    ...heads.map((head) => ({ head, align: 'right' }) as const),
  ];
  return [textTable(columns, rows)];
}

/** A market that was never worth it and an order that failed do not look alike. */
function whyQuiet({ passedBecause, failures }: BacktestDocumentV1): string[] {
  const reasons = Object.entries(passedBecause)
    .sort(([, a], [, b]) => b - a)
    .map(([code, times]) => `${code} ${countText(times)}`);
  return [
    ...(reasons.length === 0 ? [] : [`Not opened because: ${reasons.join(', ')}`]),
    `Decided and not done: ${failures.length === 0 ? 'nothing' : `${countText(failures.length)}, the first: ${failures[0]?.reason ?? ''}`}`,
    '',
  ];
}

function list(head: string, lines: readonly string[]): string[] {
  return [`${head}:`, ...lines.map((line) => `  - ${line}`), ''];
}

function money(amount: number | undefined): string {
  return amount === undefined ? 'none' : `${amount.toFixed(2)} USDT`;
}

function usdt(text: string): string {
  return Number(text).toFixed(2);
}
