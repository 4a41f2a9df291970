import type {
  CandleColumns,
  PriceColumns,
  SettlementColumns,
} from '@fullcarry/domain/backtest/history/market-history';
import { DataIntegrityError } from '@fullcarry/domain/errors';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Reads } from '../database/database.js';

const CANDLES = 'candle WHERE series_id = $1 AND open_at_ms >= $2 AND open_at_ms < $3';
const SETTLEMENTS =
  'funding_rate WHERE series_id = $1 AND settled_at_ms >= $2 AND settled_at_ms < $3';

/** The candles that open in the window, by columns. */
export async function candleColumns(
  database: Reads,
  seriesId: number,
  window: TimeWindow,
): Promise<CandleColumns> {
  const names = ['open_at_ms', 'open', 'high', 'low', 'close', 'volume'];
  const [openAtMs, open, high, low, close, volume] = await numbers(
    database,
    { columns: names, from: CANDLES, orderBy: 'open_at_ms' },
    seriesId,
    window,
  );
  if (!openAtMs || !open || !high || !low || !close || !volume) throw strange();
  return { openAtMs, open, high, low, close, volume };
}

/** What the candles that open in the window open and close at. */
export async function priceColumns(
  database: Reads,
  seriesId: number,
  window: TimeWindow,
): Promise<PriceColumns> {
  const [openAtMs, open, close] = await numbers(
    database,
    { columns: ['open_at_ms', 'open', 'close'], from: CANDLES, orderBy: 'open_at_ms' },
    seriesId,
    window,
  );
  if (!openAtMs || !open || !close) throw strange();
  return { openAtMs, open, close };
}

/** The settlements in the window. */
export async function settlementColumns(
  database: Reads,
  seriesId: number,
  window: TimeWindow,
): Promise<SettlementColumns> {
  const rows = await database.rows(
    {
      columns: ['settled_at_ms', 'observed_at_ms', 'rate'],
      from: SETTLEMENTS,
      orderBy: 'settled_at_ms',
    },
    seriesId,
    window.fromMs,
    window.toMs,
  );
  const settledAtMs = new Float64Array(rows.length);
  const stampedAtMs = new Float64Array(rows.length);
  const rates: string[] = [];
  rows.forEach(([settled, observed, rate], i) => {
    if (typeof rate !== 'string') throw strange();
    settledAtMs[i] = numberOf(settled);
    stampedAtMs[i] = numberOf(observed);
    rates.push(rate);
  });
  return { settledAtMs, stampedAtMs, rates };
}

async function numbers(
  database: Reads,
  select: { columns: readonly string[]; from: string; orderBy: string },
  seriesId: number,
  { fromMs, toMs }: TimeWindow,
): Promise<readonly Float64Array[]> {
  const rows = await database.rows(select, seriesId, fromMs, toMs);
  const columns = select.columns.map(() => new Float64Array(rows.length));
  rows.forEach((row, i) => {
    columns.forEach((column, n) => {
      column[i] = numberOf(row[n]);
    });
  });
  return columns;
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw strange();
  return value;
}

function strange(): Error {
  return new DataIntegrityError('A stored row holds a value of another kind than was written');
}
