import { backtestWish, type BacktestWish } from '@fullcarry/contracts/backtest/backtest-wish';
import { DAY_MS } from '@fullcarry/domain/time-window';

/** What stands in the form. Days as `2026-02-03`, both of them in the window. */
export interface RunTexts {
  readonly preset: string;
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
}

export type RunField = keyof RunTexts;

/** What may be asked, or which field is wrong and why. */
export type ReadRun =
  | { readonly wish: BacktestWish }
  | { readonly problems: ReadonlyMap<RunField | undefined, string> };

/** The field of the form by that of the request. */
const FIELDS: Readonly<Record<string, RunField>> = {
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
};

/** What is usually asked: two months up to yesterday, which are proven by then. */
export function usualRun(nowMs: number, exchange: string): RunTexts {
  const day = (daysAgo: number) => new Date(nowMs - daysAgo * DAY_MS).toISOString().slice(0, 10);
  return {
    ...{ preset: 'balanced', first: day(61), last: day(2), symbols: '', exchange },
    ...{ timeframe: '1h', equity: '10000', fees: '1', slippage: '1', legDelay: '0', assume: [] },
  };
}

/** The request that the texts ask for. `undefined` among the problems is one of no single field. */
export function readRun(texts: RunTexts): ReadRun {
  const [fromMs, lastMs] = [texts.first, texts.last].map(dayMs);
  const problems = new Map<RunField | undefined, string>();
  if (fromMs === undefined) problems.set('first', 'Enter a day');
  if (lastMs === undefined) problems.set('last', 'Enter a day');
  if (fromMs === undefined || lastMs === undefined) return { problems };
  if (lastMs < fromMs) return { problems: new Map([['last', 'Must not be before the first day']]) };
  const symbols = texts.symbols.split(/[\s,]+/).filter((name) => name !== '');
  const read = backtestWish.safeParse({
    window: { fromMs, toMs: lastMs + DAY_MS },
    ...(symbols.length === 0 ? {} : { symbols }),
    ...(texts.exchange === '' ? {} : { exchange: texts.exchange }),
    ...{ preset: texts.preset, timeframe: texts.timeframe, assume: texts.assume },
    startingEquityUsdt: texts.equity.trim(),
    ...{ feeFactor: Number(texts.fees), slippageFactor: Number(texts.slippage) },
    legDelayCandles: Number(texts.legDelay),
  });
  if (read.success) return { wish: read.data };
  for (const { path, message } of read.error.issues) {
    const field = fieldOf(path.map(String).join('.'));
    // The first that is wrong with a field says most.
    if (!problems.has(field)) problems.set(field, message);
  }
  return { problems };
}

/** The field that the gateway names in a refusal: `startingEquityUsdt`, `settings.spotFeeBps`. */
export function fieldOf(name: string): RunField | undefined {
  return FIELDS[name.split('.')[0] ?? ''];
}

/** Undefined for what is no day. */
function dayMs(text: string): number | undefined {
  const atMs = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
}
