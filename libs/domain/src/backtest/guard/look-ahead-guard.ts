import { nextAnnounced } from '../history/next-announced.js';
import {
  lastAtOrBefore,
  type CandleColumns,
  type MarketHistory,
  type PriceColumns,
  type SettlementColumns,
} from '../history/market-history.js';
import type { TimeWindow } from '../../time-window.js';
import type { BacktestInput } from '../backtest-input.js';
import type { BacktestRun, BacktestWatch } from '../run-backtest.js';
import { bookLine, decisionLine } from './decision-line.js';
import { seededRandom } from '../statistics/block-bootstrap.js';

/** How what comes after an instant is taken away: not there, or there and nonsense. */
export type Blindfold = 'cut' | 'poisoned';

/** A decision that was another one once the future was taken away. */
export interface LookedAhead {
  readonly how: Blindfold;
  /** What was not there or was nonsense: all that came after. */
  readonly afterMs: number;
  readonly decidedAtMs: number;
}

export interface GuardResult {
  readonly instants: number;
  readonly decisions: number;
  readonly changed: readonly LookedAhead[];
}

type Run = (input: BacktestInput, watch: BacktestWatch) => Promise<BacktestRun>;

/**
 * Tells by experiment whether decisions look ahead: for each instant the run is done again with all rows after it cut off,
 * and again with all of them poisoned; everything that was seen and decided before must be the same, byte for byte.
 *
 * `run`: what is judged. `instants`: in the window.
 */
export async function guardAgainstLookAhead(
  run: Run,
  input: BacktestInput,
  instants: readonly number[],
  progress: (done: number) => void = () => undefined,
): Promise<GuardResult> {
  const whole = await linesOf(run, input);
  const changed: LookedAhead[] = [];
  let decisions = 0;
  for (const [i, afterMs] of instants.entries()) {
    for (const how of ['cut', 'poisoned'] as const) {
      const blind = await linesOf(run, blindfolded(input, afterMs, how));
      for (const [decidedAtMs, line] of whole) {
        if (decidedAtMs > afterMs) break;
        decisions += 1;
        if (blind.get(decidedAtMs) === line) continue;
        changed.push({ how, afterMs, decidedAtMs });
        break;
      }
    }
    progress(i + 1);
  }
  return { instants: instants.length, decisions, changed };
}

async function linesOf(run: Run, input: BacktestInput): Promise<ReadonlyMap<number, string>> {
  const lines = new Map<number, string>();
  try {
    await run(input, {
      decided: (seen, book, decision) => lines.set(seen.nowMs, decisionLine(seen, book, decision)),
      done: (atMs, book) => lines.set(atMs, `${lines.get(atMs) ?? ''}\n${bookLine(book)}`),
    });
  } catch (error) {
    // Poison may break what comes after it; what was decided before is there.
    if (!(error instanceof Error)) throw error;
  }
  return lines;
}

/**
 * Instants in a window, the same for the same seed: every other one just after something was filled, where what was filled
 * at a price of the future shows.
 */
export function instantsToGuard(
  window: TimeWindow,
  filledAtMs: readonly number[],
  many: number,
  seed: number,
): number[] {
  const next = seededRandom(seed);
  const length = window.toMs - window.fromMs;
  return Array.from({ length: many }, (_, i) => {
    const atMs = window.fromMs + Math.floor(next() * length);
    const filled = filledAtMs[Math.floor(next() * filledAtMs.length)];
    return i % 2 === 0 && filled !== undefined ? filled + 1 : atMs;
  });
}

/** The input as it would be with nothing, or nonsense, after an instant. */
function blindfolded(input: BacktestInput, afterMs: number, how: Blindfold): BacktestInput {
  const { stepMs, window } = input;
  const markets = input.markets.map((market) => blind(market, afterMs, stepMs, how));
  if (how === 'poisoned') return { ...input, markets };
  // A run that ends sooner decides the same until then.
  const toMs = Math.min(window.toMs, Math.ceil((afterMs + 1) / stepMs) * stepMs + stepMs);
  return { ...input, markets, window: { fromMs: window.fromMs, toMs } };
}

function blind(
  market: MarketHistory,
  afterMs: number,
  stepMs: number,
  how: Blindfold,
): MarketHistory {
  const ends = market.endedAtMs !== undefined && market.endedAtMs <= afterMs;
  return {
    ...market,
    trades: blindCandles(market.trades, afterMs, stepMs, how),
    marks: market.marks && blindPrices(market.marks, afterMs, stepMs, how),
    spots: market.spots && blindPrices(market.spots, afterMs, stepMs, how),
    funding: blindSettlements(market.funding, afterMs, how),
    announced: market.announced
      .filter(({ observedAtMs }) => observedAtMs <= afterMs)
      .map((run) => ({
        ...run,
        lastNextAtMs: Math.min(run.lastNextAtMs, nextAnnounced(run, afterMs)),
      })),
    lots: market.lots.filter(({ sinceMs }) => sinceMs <= afterMs),
    endedAtMs: ends ? market.endedAtMs : undefined,
  };
}

/** Of a candle that runs at the instant the opening has happened, and nothing else of it is known. */
function blindPrices(
  { openAtMs, open, close }: PriceColumns,
  afterMs: number,
  stepMs: number,
  how: Blindfold,
): PriceColumns {
  const { opened, column } = blinding(openAtMs, afterMs, stepMs, how);
  return {
    openAtMs: how === 'cut' ? openAtMs.slice(0, opened) : openAtMs,
    open: column(open, opened),
    close: column(close),
  };
}

function blindCandles(
  candles: CandleColumns,
  afterMs: number,
  stepMs: number,
  how: Blindfold,
): CandleColumns {
  const { column } = blinding(candles.openAtMs, afterMs, stepMs, how);
  return {
    ...blindPrices(candles, afterMs, stepMs, how),
    high: column(candles.high),
    low: column(candles.low),
    volume: column(candles.volume),
  };
}

/** How many candles have opened by an instant, and a column of which only so many rows are as they are. */
function blinding(openAtMs: Float64Array, afterMs: number, stepMs: number, how: Blindfold) {
  const opened = lastAtOrBefore(openAtMs, afterMs) + 1;
  const closed = lastAtOrBefore(openAtMs, afterMs - stepMs) + 1;
  const column = (values: Float64Array, known = closed) =>
    (how === 'cut' ? values.slice(0, opened) : values.slice()).fill(POISON, known);
  return { opened, column };
}

/** A price that would change every decision that it gets into. */
const POISON = 1e9;

function blindSettlements(
  { settledAtMs, stampedAtMs, rates }: SettlementColumns,
  afterMs: number,
  how: Blindfold,
): SettlementColumns {
  const known = settledAtMs.filter(
    (atMs, i) => Math.max(atMs, stampedAtMs[i] ?? atMs) <= afterMs,
  ).length;
  if (how === 'poisoned') {
    return { settledAtMs, stampedAtMs, rates: rates.map((rate, i) => (i < known ? rate : '9')) };
  }
  return {
    settledAtMs: settledAtMs.slice(0, known),
    stampedAtMs: stampedAtMs.slice(0, known),
    rates: rates.slice(0, known),
  };
}
