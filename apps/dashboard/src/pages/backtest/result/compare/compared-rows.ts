import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import type { BacktestSummary } from '@fullcarry/contracts/http/backtest/backtests-route';
import { countText, decimalText, moneyText, percentText } from '../../../../format/numbers.js';
import { CHOICE_FIELDS, SETTING_FIELDS } from '../../../desk/settings/settings-fields.js';
import { breakEvenText, intervalText, settingShown, windowText } from '../../backtest-texts.js';

export interface ComparedSide {
  readonly document: BacktestDocumentV1;
  readonly line: BacktestSummary;
}

type Sides = readonly [ComparedSide, ComparedSide];

/** One figure of both results. */
export interface ComparedRow {
  readonly name: string;
  readonly texts: readonly [string, string];
}

type Figure = readonly [name: string, text: (side: ComparedSide) => string];

/** In the order of a report: what it takes before what it brings. */
const FIGURES: readonly Figure[] = [
  ['Days, UTC', ({ line }) => windowText(line.window)],
  ['Markets', ({ line }) => `${countText(line.symbols.length)} of ${line.venue}`],
  ['Rows', ({ document }) => document.dataset.sha256.slice(0, 12)],
  ['Assumed', ({ line }) => line.assumed.join(', ')],
  ['Break-even', ({ line }) => breakEvenText(line.metrics)],
  ['Yearly yield, in sample', ({ line }) => percentText(line.metrics.yearlyYield, 2, 'always')],
  ['… between', ({ line }) => intervalText(line.metrics)],
  ['Worst trade, USDT', ({ line }) => moneyText(line.metrics.worstTradeUsdt, 'always')],
  ['Best trade, USDT', ({ line }) => moneyText(line.metrics.bestTradeUsdt, 'always')],
  ['Deepest drawdown', ({ line }) => percentText(line.metrics.maxDrawdown)],
  ['Funding, USDT', ({ document }) => moneyText(document.attribution.fundingUsdt, 'always')],
  ['Basis, USDT', ({ document }) => moneyText(document.attribution.basisUsdt, 'always')],
  ['Fees, USDT', ({ document }) => moneyText(document.attribution.feesUsdt)],
  ['Slippage, USDT', ({ document }) => moneyText(document.attribution.slippageUsdt)],
  ['Net, USDT', ({ document }) => moneyText(document.attribution.netUsdt, 'always')],
  ['Break-even cost, bp', ({ line }) => decimalText(line.metrics.breakEvenCostBps)],
  [
    'Trades, of which earned',
    ({ line }) => `${countText(line.metrics.trades)}, ${countText(line.metrics.wins)}`,
  ],
];

export function comparedRows([own, other]: Sides): ComparedRow[] {
  return FIGURES.map(([name, text]) => ({ name, texts: [text(own), text(other)] }));
}

/** The settings in which they differ. */
export function differingRows([own, other]: Sides): ComparedRow[] {
  const [a, b] = [own.document.setup, other.document.setup];
  const settings = SETTING_FIELDS.filter(({ name }) => a.settings[name] !== b.settings[name]).map(
    ({ name, label, unit }): ComparedRow => ({
      name: `${label}, ${unit}`,
      texts: [settingShown(a.settings[name], unit), settingShown(b.settings[name], unit)],
    }),
  );
  const chosen = CHOICE_FIELDS.filter(({ name }) => a.settings[name] !== b.settings[name]).map(
    ({ name, label }): ComparedRow => ({
      name: label,
      texts: [a.settings[name], b.settings[name]],
    }),
  );
  const others: readonly (readonly [string, string, string])[] = [
    ['Equity at the start, USDT', moneyText(a.startingEquityUsdt), moneyText(b.startingEquityUsdt)],
    [
      'Candles until the second leg is filled',
      countText(a.execution.legDelayCandles),
      countText(b.execution.legDelayCandles),
    ],
  ];
  return [
    ...chosen,
    ...settings,
    ...others.flatMap(([name, mine, theirs]): ComparedRow[] =>
      mine === theirs ? [] : [{ name, texts: [mine, theirs] }],
    ),
  ];
}
