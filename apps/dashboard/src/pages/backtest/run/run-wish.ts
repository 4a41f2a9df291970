import { backtestWish, type BacktestWish } from '@fullcarry/contracts/backtest/backtest-wish';
import { sweepWish, type SweepWish } from '@fullcarry/contracts/backtest/sweep-wish';
import type { SweepKind } from '@fullcarry/domain/backtest/sweep/sweep-document';
import { DAY_MS } from '@fullcarry/domain/time-window';
import { readSettings, type SettingTexts } from './setting-texts.js';
import { readTried, type TriedText } from './tried-texts.js';

/** One run with the settings, or many with some of them otherwise. */
export type RunKind = 'run' | SweepKind;

/** What stands in the form. Days as `2026-02-03`, both of them in the window. */
export interface RunTexts {
  readonly kind: RunKind;
  readonly preset: string;
  readonly settings: SettingTexts;
  readonly first: string;
  readonly last: string;
  /** With commas or spaces between; all that are tracked where it is empty. */
  readonly symbols: string;
  readonly exchange: string;
  readonly timeframe: string;
  readonly equity: string;
  readonly fees: string;
  readonly slippage: string;
  readonly legDelay: string;
  readonly assume: readonly string[];
  /** Of a sweep and of a walk-forward. Days. */
  readonly tried: readonly TriedText[];
  readonly folds: string;
  readonly train: string;
  readonly test: string;
}

/** The fields that hold one text. */
export type TextField = {
  [Name in keyof RunTexts]: RunTexts[Name] extends string ? Name : never;
}[keyof RunTexts];

/** What may be asked, or which field is wrong and why: a TextField, `settings.<name>`, `tried.<place>`; '' of no single field. */
export type ReadRun =
  | { readonly wish: BacktestWish }
  | { readonly sweep: SweepWish }
  | { readonly problems: ReadonlyMap<string, string> };

/** The field of the form by that of the request. */
const FIELDS: Readonly<Record<string, string>> = {
  window: 'last',
  symbols: 'symbols',
  exchange: 'exchange',
  timeframe: 'timeframe',
  preset: 'preset',
  startingEquityUsdt: 'equity',
  feeFactor: 'fees',
  slippageFactor: 'slippage',
  legDelayCandles: 'legDelay',
  assume: 'assume',
  search: 'tried.0',
  folds: 'test',
};

/** What is usually asked: two months up to yesterday, which are proven by then. */
export function usualRun(nowMs: number, exchange: string): RunTexts {
  const day = (daysAgo: number) => new Date(nowMs - daysAgo * DAY_MS).toISOString().slice(0, 10);
  return {
    ...{ kind: 'run', preset: 'balanced', settings: {}, first: day(61), last: day(2) },
    ...{ symbols: '', exchange, timeframe: '1h', equity: '10000' },
    ...{ fees: '1', slippage: '1', legDelay: '0', assume: [] },
    tried: [
      { name: 'entryNetYield', values: '2, 5, 10' },
      { name: 'maxPaidBps', values: '10, 20, 40' },
    ],
    ...{ folds: 'rolling', train: '20', test: '7' },
  };
}

/** The request that the texts ask for. */
export function readRun(texts: RunTexts): ReadRun {
  const [fromMs, lastMs] = [texts.first, texts.last].map(dayMs);
  const problems = new Map<string, string>();
  if (fromMs === undefined) problems.set('first', 'Enter a day');
  if (lastMs === undefined) problems.set('last', 'Enter a day');
  if (fromMs === undefined || lastMs === undefined) return { problems };
  if (lastMs < fromMs) return { problems: new Map([['last', 'Must not be before the first day']]) };
  const single = readSettings(texts.settings);
  const tried = readTried(texts.kind === 'run' ? [] : texts.tried);
  const wrong = new Map([...single.problems, ...tried.problems]);
  if (wrong.size > 0) return { problems: wrong };
  const symbols = texts.symbols.split(/[\s,]+/).filter((name) => name !== '');
  const backtest = {
    window: { fromMs, toMs: lastMs + DAY_MS },
    ...(symbols.length === 0 ? {} : { symbols }),
    ...(texts.exchange === '' ? {} : { exchange: texts.exchange }),
    ...{ preset: texts.preset, settings: single.settings },
    ...{ timeframe: texts.timeframe, assume: texts.assume },
    startingEquityUsdt: texts.equity.trim(),
    ...{ feeFactor: Number(texts.fees), slippageFactor: Number(texts.slippage) },
    legDelayCandles: Number(texts.legDelay),
  };
  if (texts.kind === 'run') {
    const read = backtestWish.safeParse(backtest);
    return read.success ? { wish: read.data } : { problems: problemsOf(read.error.issues) };
  }
  const read = sweepWish.safeParse({
    ...{ kind: texts.kind, backtest, search: { grid: tried.grid } },
    folds: { kind: texts.folds, trainDays: Number(texts.train), testDays: Number(texts.test) },
  });
  return read.success ? { sweep: read.data } : { problems: problemsOf(read.error.issues) };
}

function problemsOf(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const { path, message } of issues) {
    const field = fieldOf(path.map(String).join('.'));
    // The first that is wrong with a field says most.
    if (!problems.has(field)) problems.set(field, message);
  }
  return problems;
}

/** The field that the gateway names in a refusal: `startingEquityUsdt`, `backtest.settings.spotFeeBps`; '' of none. */
export function fieldOf(name: string): string {
  const [room = '', ...rest] = name.replace(/^backtest\./, '').split('.');
  if (room === 'settings') return ['settings', ...rest].join('.');
  if (room === 'folds' && rest[0] === 'trainDays') return 'train';
  return FIELDS[room] ?? '';
}

/** Undefined for what is no day. */
function dayMs(text: string): number | undefined {
  const atMs = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
}
