import type { Candle } from '@fullcarry/domain/candle';
import type { Settlement } from '@fullcarry/domain/settlement';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { Database } from './database.js';

/** A settlement with the minutes since the one before; undefined where that one is not proven. */
export interface StoredSettlement extends Settlement {
  readonly intervalMinutes: number | undefined;
}

const candleRows = z.array(
  z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]),
);
const settlementRows = z.array(
  z.tuple([z.number(), z.string(), z.number().nullable(), z.number()]),
);

/** The series' candles that open in the window, ascending. */
export async function storedCandles(
  database: Database,
  seriesId: number,
  window: TimeWindow,
): Promise<Candle[]> {
  const { dialect } = database;
  const columns = ['open_at_ms', 'open', 'high', 'low', 'close', 'volume'];
  const rows = await database.json(
    candleRows,
    `SELECT ${dialect.collect(dialect.array(columns), 'open_at_ms')} FROM candle
     WHERE series_id = $1 AND open_at_ms >= $2 AND open_at_ms < $3`,
    seriesId,
    window.fromMs,
    window.toMs,
  );
  return rows.map(([openAtMs, open, high, low, close, volume]) => ({
    openAtMs,
    open,
    high,
    low,
    close,
    volume,
  }));
}

/** The series' settlements in the window, ascending. */
export async function storedSettlements(
  database: Database,
  seriesId: number,
  window: TimeWindow,
): Promise<StoredSettlement[]> {
  const { dialect } = database;
  const columns = ['settled_at_ms', 'rate', 'interval_minutes', 'observed_at_ms'];
  const rows = await database.json(
    settlementRows,
    `SELECT ${dialect.collect(dialect.array(columns), 'settled_at_ms')} FROM funding_rate
     WHERE series_id = $1 AND settled_at_ms >= $2 AND settled_at_ms < $3`,
    seriesId,
    window.fromMs,
    window.toMs,
  );
  return rows.map(([settledAtMs, rate, intervalMinutes, observedAtMs]) => ({
    settledAtMs,
    rate,
    intervalMinutes: intervalMinutes ?? undefined,
    observedAtMs,
  }));
}
