import type { Candle } from '@fullcarry/domain/candle';
import { CANDLES } from '@fullcarry/domain/completeness/answer/row-kind';
import { DataIntegrityError, TransientError } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import type { PackedCandles } from '@fullcarry/domain/packed-candles';
import type { CandleSeries } from '@fullcarry/domain/series';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { createHash } from 'node:crypto';
import type { PageReader } from '../fetch/page-reader.js';
import { agreedReading } from '../fetch/window-reading.js';

/** So many rows of a file the exchange is asked for too; a page of fewer than a hundred is the cheapest on Binance. */
export const SAMPLE_ROWS = 96;

/** What a second witness said of a stretch of the file: the same, or, of the first row that differs, both sayings. */
export interface Sample {
  readonly window: TimeWindow;
  readonly contradiction: string | undefined;
}

/** The rows that are compared: where they begin is drawn by the file's path, so that whoever looks draws the same. */
function sampledRows(path: string, rows: PackedCandles): readonly Candle[] {
  const drawn = createHash('sha256').update(path).digest().readUInt32BE() / 2 ** 32;
  const first = Math.floor(drawn * Math.max(1, rows.length - SAMPLE_ROWS + 1));
  return rows.slice(first, first + SAMPLE_ROWS).candles();
}

/**
 * Asks the API for a stretch of the file, and compares row by row. Rows that the file lacks are no contradiction:
 * the API is asked for them in any case. An answer that lacks or denies a row is a claim, and asked for twice.
 * Undefined where the file has no row.
 *
 * Errors: those of the reader; TransientError when no two answers agree.
 */
export async function compareSample(
  pages: PageReader,
  market: Market,
  series: CandleSeries,
  { path, rows }: { readonly path: string; readonly rows: PackedCandles },
): Promise<Sample | undefined> {
  const some = sampledRows(path, rows);
  const [first] = some;
  if (!first) return undefined;
  const last = some.at(-1) ?? first;
  const stepMs = timeframeMs(series.timeframe);
  const mostToMs = first.openAtMs + SAMPLE_ROWS * stepMs;
  const window = {
    fromMs: first.openAtMs,
    toMs: Math.min(last.openAtMs + stepMs, mostToMs),
  };
  const compared = some.filter(({ openAtMs }) => openAtMs < mostToMs);
  const answer = await agreedReading(
    () => pages.candles(market, series, window),
    (candles) => contradictionOf(compared, candles) === undefined,
  ).catch((error: unknown) => {
    // A page that is refused says nothing against the file.
    if (!(error instanceof DataIntegrityError)) throw error;
    throw new TransientError(error.message, error.context, { cause: error });
  });
  if (!answer) throw new TransientError('Candle pages disagree', { symbol: market.symbol, path });
  return { window, contradiction: contradictionOf(compared, answer) };
}

/** `2026-03-05T10:00:00.000Z: the archive says …; the exchange says …`, with the rows as certificates write them. */
function contradictionOf(
  archived: readonly Candle[],
  answered: readonly Candle[],
): string | undefined {
  const lines = new Map(answered.map((candle) => [candle.openAtMs, CANDLES.line(candle)]));
  for (const candle of archived) {
    const line = CANDLES.line(candle);
    const other = lines.get(candle.openAtMs);
    if (other === line) continue;
    const at = new Date(candle.openAtMs).toISOString();
    return `${at}: the archive says ${line}; the exchange says ${other ?? 'nothing'}`;
  }
  return undefined;
}
