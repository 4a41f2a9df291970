import type { Candle } from '@fullcarry/domain/candle';
import { checkCandlePage } from '@fullcarry/domain/check-candle-page';
import { DataIntegrityError } from '@fullcarry/domain/errors';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { decimalAt } from '../rows/decimal-at.js';
import type { PublishedFile } from './archive.js';
import { zippedLines } from './zipped-lines.js';

/** Up to the close time; what stands behind is not asked of the API either. */
const COLUMNS_READ = 7;

/** Milliseconds have thirteen digits in this century, microseconds sixteen. */
const MICROSECOND_DIGITS = 16;

/**
 * The candles of a zip file `….zip` that holds `….csv`, ascending: lines of `open time, open, high, low, close, volume, close
 * time, …`, with or without a header (a first line that begins with no number), in milliseconds or microseconds. A line
 * at a time, so that the text of a file is never held whole.
 *
 * Errors: DataIntegrityError for a zip that is broken, whatever a page would be refused for, rows that do not ascend, a
 *   close time that is not the last instant of its candle, a header anywhere but in the first line, and no row at all:
 *   nothing of the file may be believed then.
 */
export async function readArchivedCandles(
  { path, bytes }: Pick<PublishedFile, 'path' | 'bytes'>,
  window: TimeWindow,
  stepMs: number,
): Promise<Candle[]> {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.zip$/, '.csv');
  const rows: Candle[] = [];
  let many = 0;
  for await (const lines of zippedLines(bytes, name)) {
    for (const line of lines) {
      many += 1;
      if (many === 1 && !/^\d+,/.test(line)) continue;
      const candle = candleOf(line.trimEnd(), stepMs);
      const fault = candle ? orderFault(candle, rows.at(-1)) : 'no candle';
      if (!candle || fault !== undefined) {
        throw new DataIntegrityError('A file of candles refused', { path, fault, many, line });
      }
      rows.push(candle);
    }
  }
  if (rows.length === 0) throw new DataIntegrityError('A file of candles is empty', { path });
  return checkCandlePage(rows, window, stepMs);
}

function orderFault(candle: Candle, before: Candle | undefined): string | undefined {
  if (!before || candle.openAtMs > before.openAtMs) return undefined;
  return candle.openAtMs === before.openAtMs ? 'the same candle twice' : 'out of order';
}

function candleOf(line: string, stepMs: number): Candle | undefined {
  const isMicro = line.indexOf(',') >= MICROSECOND_DIGITS;
  const values: number[] = [];
  for (let at = 0; values.length < COLUMNS_READ && at <= line.length;) {
    const comma = line.indexOf(',', at);
    const end = comma === -1 ? line.length : comma;
    values.push(decimalAt(line, at, end));
    at = end + 1;
  }
  const [openedAt, open, high, low, close, volume, closedAt] = values;
  if (
    openedAt === undefined ||
    open === undefined ||
    high === undefined ||
    low === undefined ||
    close === undefined ||
    volume === undefined ||
    closedAt === undefined ||
    values.some(Number.isNaN)
  ) {
    return undefined;
  }
  const openAtMs = isMicro ? openedAt / 1_000 : openedAt;
  const lastMs = isMicro ? Math.floor(closedAt / 1_000) : closedAt;
  if (!Number.isSafeInteger(openAtMs) || lastMs !== openAtMs + stepMs - 1) return undefined;
  return { openAtMs, open, high, low, close, volume };
}
