import { candleHoles } from '@fullcarry/domain/completeness/schedule/candle-grid';
import type { Hole } from '@fullcarry/domain/completeness/judge/hole';
import { CANDLES, SETTLEMENTS, type RowKind } from '@fullcarry/domain/completeness/answer/row-kind';
import { settlementHoles } from '@fullcarry/domain/completeness/schedule/settlement-schedule';
import { hasCandles } from '@fullcarry/domain/series';
import { settlementHour, stampMinute, type Settlement } from '@fullcarry/domain/settlement';
import { HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Statements } from '../database/database.js';
import type { StoredSeries } from '../markets/stored-series.js';
import { ScheduleStore } from '../proof/schedule-store.js';
import type { SeriesRows } from './series-rows.js';
import { settlementTimes, storedCandles, storedSettlements } from './series-rows.js';

/** So far from the hour that it is kept under a settlement may be stamped, by which it is asked for. */
const STAMPED_WITHIN_MS = HOUR_MS;

/** The rows of an answer, and what differs between their shapes on the way into the tables. */
export interface AnsweredRows<Row> {
  readonly kind: RowKind<Row>;
  readonly rows: readonly Row[];
  /** By what a row is in a window that is asked for. */
  readonly askedAtMs: (row: Row) => number;
  readonly stored: (tx: Statements, window: TimeWindow) => Promise<readonly Row[]>;
  readonly contentOf: (rows: readonly Row[]) => SeriesRows;
  /** So far outside of the window that was asked for may a row of it be kept. */
  readonly aroundMs: number;
  /** The times of all stored rows that tell what is due, given those that are stored there. */
  readonly times: (tx: Statements, stored: readonly Row[]) => Promise<readonly number[]>;
  readonly holes: (tx: Statements, times: readonly number[], window: TimeWindow) => Promise<Hole[]>;
}

type AnswerRows<Kind extends SeriesRows['kind']> = Extract<SeriesRows, { kind: Kind }>['rows'];

export function answeredCandles(series: StoredSeries, rows: AnswerRows<'candles'>) {
  const { key } = series;
  if (!hasCandles(key)) throw new TypeError('Candles for a series of another kind');
  const stepMs = timeframeMs(key.timeframe);
  return {
    kind: CANDLES,
    rows,
    askedAtMs: CANDLES.atMs,
    stored: (tx: Statements, window: TimeWindow) => storedCandles(tx, series.id, window),
    contentOf: (some: typeof rows) => ({ kind: 'candles', rows: some }) as const,
    aroundMs: 0,
    times: async (_: Statements, stored: typeof rows) => stored.map(CANDLES.atMs),
    holes: async (_: Statements, times: readonly number[], window: TimeWindow) =>
      candleHoles(
        times.map((openAtMs) => ({ openAtMs })),
        window,
        stepMs,
      ),
  };
}

export function answeredSettlements(series: StoredSeries, rows: AnswerRows<'funding'>) {
  if (hasCandles(series.key)) throw new TypeError('Settlements for a series of another kind');
  return {
    kind: SETTLEMENTS,
    rows,
    askedAtMs: stampOf,
    stored: (tx: Statements, window: TimeWindow) => storedSettlements(tx, series.id, window),
    contentOf: (some: typeof rows) => ({ kind: 'funding', rows: some }) as const,
    aroundMs: STAMPED_WITHIN_MS,
    // All of them, exactly as the proof reads them: else what is covered here could be absent there, and be fetched
    // for ever.
    times: (tx: Statements) => settlementTimes(tx, series.id),
    holes: async (tx: Statements, times: readonly number[], window: TimeWindow) => {
      const runs = (await new ScheduleStore(tx).runs([series.id])).get(series.id) ?? [];
      const { listedAtMs } = series.market;
      return settlementHoles(times, window, { runs, listedAtMs });
    },
  };
}

/** A settlement is asked for by its stamp; where that is none of its hour, as only a hand writes it, by its hour. */
function stampOf({ settledAtMs, observedAtMs }: Settlement): number {
  return settlementHour(observedAtMs) === settledAtMs ? stampMinute(observedAtMs) : settledAtMs;
}
