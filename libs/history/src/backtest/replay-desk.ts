import type { AssumptionName } from '@fullcarry/domain/backtest/assumptions';
import type { BacktestInput } from '@fullcarry/domain/backtest/backtest-input';
import { USUAL_EXECUTION } from '@fullcarry/domain/backtest/execution-model';
import {
  compareBookings,
  type Bookings,
  type ComparedBookings,
  type CycleView,
} from '@fullcarry/domain/backtest/recorded/compare-bookings';
import type {
  DeskRecording,
  RecordedCycle,
} from '@fullcarry/domain/backtest/recorded/desk-recording';
import {
  runBacktest,
  type BacktestRun,
  type BacktestWatch,
} from '@fullcarry/domain/backtest/run-backtest';
import type { Verdict } from '@fullcarry/domain/desk/decide/decide';
import { PERSISTENCE_MS } from '@fullcarry/domain/desk/observe/funding-persistence';
import { PermanentError } from '@fullcarry/domain/errors';
import { DAY_MS, floorTo } from '@fullcarry/domain/time-window';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { Database } from '../database/database.js';
import { bookingsUntil } from './desk-bookings.js';
import { DeskStore } from '../desk/desk-store.js';
import { readHistories } from './read-histories.js';

/** What of a recording is played again. */
export interface AskedReplay {
  readonly timeframe: Timeframe;
  /** A whole UTC day: cycles from then on are left out, since rows are proven by the day. */
  readonly toMs: number;
  readonly assume: readonly AssumptionName[];
}

export interface ReplayedDesk {
  readonly cycles: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly markets: number;
  readonly compared: ComparedBookings;
  /** Of the recording. */
  readonly recorded: BacktestRun;
  /** Of candles alone, with the settings of the last cycle. */
  readonly byCandles: BacktestRun;
}

/**
 * Plays what a desk recorded to the backtest, on the rows that are proven now, and compares what both booked: each fill,
 * each settlement and the ledger after each cycle. Beside it the same time is played by candles alone.
 *
 * Errors: as readHistories; PermanentError where the desk traded before its recording began, or nothing was recorded.
 */
export async function replayDesk(
  database: Database,
  recording: DeskRecording,
  { timeframe, toMs, assume }: AskedReplay,
): Promise<ReplayedDesk> {
  const cycles = recording.cycles.filter(({ nowMs }) => nowMs < toMs);
  const next = recording.cycles[cycles.length];
  const [first, last] = [cycles[0], cycles.at(-1)];
  if (!first || !last) throw new PermanentError('No cycle was recorded before that day');
  const { venue } = recording;
  const store = new DeskStore(database, venue);
  const desk = await bookingsUntil(database, venue, next?.nowMs ?? Infinity);
  refuseLateStart(desk, first);
  const startingEquityUsdt = await store.startingEquityUsdt();
  if (startingEquityUsdt === undefined) throw new PermanentError(`No desk of ${venue} is stored`);
  const symbols = [...new Set(cycles.flatMap(({ quotes }) => quotes.map((one) => one.symbol)))];
  // How long a carry lasts is judged by the settlements of so long before, and by the one before those.
  const fromMs = floorTo(first.nowMs - PERSISTENCE_MS, DAY_MS) - DAY_MS;
  const window = { fromMs, toMs };
  const rows = { exchange: venue, symbols, timeframe, window, assume };
  const { markets } = await readHistories(database, rows);
  const stepMs = timeframeMs(timeframe);
  const input: BacktestInput = {
    ...{ venue, window, stepMs, startingEquityUsdt, markets },
    settings: last.settings,
    execution: { ...USUAL_EXECUTION, cycleMs: stepMs },
    tradeFromMs: floorTo(first.nowMs, stepMs),
  };
  const views: CycleView[] = [];
  const watch: BacktestWatch = {
    concluded: (atMs, { verdicts }) =>
      views.push(...verdicts.map((verdict) => viewOf(atMs, verdict))),
  };
  const recorded = await runBacktest(input, watch, { venue, cycles });
  return {
    ...{ cycles: cycles.length, fromMs: first.nowMs, toMs: last.nowMs, markets: symbols.length },
    compared: compareBookings(desk, bookingsOf(recorded, views)),
    recorded,
    byCandles: await runBacktest(input),
  };
}

function refuseLateStart({ points, fills }: Bookings, { nowMs }: RecordedCycle): void {
  const before =
    points.some(({ atMs }) => atMs < nowMs) || fills.some(({ filledAtMs }) => filledAtMs < nowMs);
  if (!before) return;
  throw new PermanentError(
    'The desk ran before its recording began: only a recording from its first cycle on can be played again',
  );
}

function viewOf(atMs: number, { symbol, outlook }: Verdict): CycleView {
  const {
    netYield = null,
    grossYield = null,
    holdingYield = null,
    paidShare = null,
  } = outlook ?? {};
  return { atMs, symbol, netYield, grossYield, holdingYield, paidShare };
}

function bookingsOf(run: BacktestRun, views: readonly CycleView[]): Bookings {
  const positions = run.positions.map(({ id }, position) => ({ position, ...run.historyOf(id) }));
  return {
    fills: positions.flatMap(({ position, fills }) =>
      fills.map(({ leg, side, quantity, price, fee, filledAtMs, how }) => ({
        ...{ position, leg, side, quantity, price, feeUsdt: fee.amount, filledAtMs, how },
      })),
    ),
    settlements: positions.flatMap(({ position, payments }) =>
      payments.map(({ leg, settledAtMs, rate, contracts, markPrice, amountUsdt }) => ({
        ...{ position, leg, settledAtMs, rate, contracts, markPrice, amountUsdt },
      })),
    ),
    points: run.daily,
    views,
  };
}
