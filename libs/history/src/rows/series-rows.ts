import type { Candle } from '@fullcarry/domain/candle';
import { DataIntegrityError } from '@fullcarry/domain/errors';
import { hasCandles } from '@fullcarry/domain/series';
import type { Settlement } from '@fullcarry/domain/settlement';
import {
  cutWindow,
  floorTo,
  HOUR_MS,
  PIECE_MS,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Reads } from '../database/database.js';
import type { StoredSeries } from '../markets/stored-series.js';

/** A settlement with the minutes since the one before; undefined where that one is not proven. */
export interface StoredSettlement extends Settlement {
  readonly intervalMinutes: number | undefined;
}

const CANDLE_COLUMNS = ['open_at_ms', 'open', 'high', 'low', 'close', 'volume'];
const SETTLEMENT_COLUMNS = ['settled_at_ms', 'rate', 'interval_minutes', 'observed_at_ms'];

/** Few enough to be held in memory, many enough for one query. */
const ROWS_AT_ONCE = 5_000;

/** The window in parts of some thousand rows of the series, whole days each, ascending. */
export function rowPieces({ key }: StoredSeries, window: TimeWindow): TimeWindow[] {
  const stepMs = hasCandles(key) ? timeframeMs(key.timeframe) : HOUR_MS;
  return cutWindow(window, Math.max(PIECE_MS, floorTo(ROWS_AT_ONCE * stepMs, PIECE_MS)));
}

/** The series' candles that open in the window, ascending. */
export async function storedCandles(
  database: Reads,
  seriesId: number,
  window: TimeWindow,
): Promise<Candle[]> {
  const from = 'candle WHERE series_id = $1 AND open_at_ms >= $2 AND open_at_ms < $3';
  const rows = await database.rows(
    { columns: CANDLE_COLUMNS, from, orderBy: 'open_at_ms' },
    seriesId,
    window.fromMs,
    window.toMs,
  );
  return rows.map(candleOf);
}

/** The series' settlements in the window, ascending. */
export async function storedSettlements(
  database: Reads,
  seriesId: number,
  window: TimeWindow,
): Promise<StoredSettlement[]> {
  const from = 'funding_rate WHERE series_id = $1 AND settled_at_ms >= $2 AND settled_at_ms < $3';
  const rows = await database.rows(
    { columns: SETTLEMENT_COLUMNS, from, orderBy: 'settled_at_ms' },
    seriesId,
    window.fromMs,
    window.toMs,
  );
  return rows.map(settlementOf);
}

/** When the series was settled, ascending: all of its life, from which its schedule is read. */
export async function settlementTimes(database: Reads, seriesId: number): Promise<number[]> {
  const from = 'funding_rate WHERE series_id = $1';
  const rows = await database.rows(
    { columns: ['settled_at_ms'], from, orderBy: 'settled_at_ms' },
    seriesId,
  );
  return rows.map((row) => {
    const [settledAtMs] = row;
    if (typeof settledAtMs !== 'number') throw strange('settlement', row);
    return settledAtMs;
  });
}

// By hand: a schema library takes longer for a year of rows than the database.
function candleOf(row: readonly unknown[]): Candle {
  const [openAtMs, open, high, low, close, volume] = row;
  if (
    typeof openAtMs !== 'number' ||
    typeof open !== 'number' ||
    typeof high !== 'number' ||
    typeof low !== 'number' ||
    typeof close !== 'number' ||
    typeof volume !== 'number'
  ) {
    throw strange('candle', row);
  }
  return { openAtMs, open, high, low, close, volume };
}

function settlementOf(row: readonly unknown[]): StoredSettlement {
  const [settledAtMs, rate, intervalMinutes, observedAtMs] = row;
  if (
    typeof settledAtMs !== 'number' ||
    typeof rate !== 'string' ||
    (typeof intervalMinutes !== 'number' && intervalMinutes !== null) ||
    typeof observedAtMs !== 'number'
  ) {
    throw strange('settlement', row);
  }
  return { settledAtMs, rate, intervalMinutes: intervalMinutes ?? undefined, observedAtMs };
}

function strange(kind: string, row: readonly unknown[]): Error {
  return new DataIntegrityError('A stored row holds a value of another kind than was written', {
    kind,
    row: JSON.stringify(row),
  });
}
