import type { Candle } from '@fullcarry/domain/candle';
import { checkCandlePage } from '@fullcarry/domain/check-candle-page';
import { isDecimal } from '@fullcarry/domain/decimal-text';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { TimeWindow } from '@fullcarry/domain/time-window';

/** A field of digits alone, as the first of every row is; a first line that begins otherwise is a header. */
const DIGITS = /^\d+$/;

/** Milliseconds have thirteen digits in this century, microseconds sixteen. */
const MICROSECOND_DIGITS = 16;

/**
 * The candles of a file, ascending: lines of `open time, open, high, low, close, volume, close time, …`, with or
 * without a header, in milliseconds or microseconds. A line at a time, so that the text of a file is never held whole.
 *
 * Errors: DataIntegrityError for whatever a page would be refused for, for rows that do not ascend, for a close time
 *   that is not the last instant of its candle, for a header anywhere but in the first line, and for no row at all.
 */
export async function readArchivedCandles(
  pieces: AsyncIterable<readonly string[]>,
  window: TimeWindow,
  stepMs: number,
  context: ErrorContext,
): Promise<Candle[]> {
  const rows: Candle[] = [];
  let many = 0;
  for await (const lines of pieces) {
    for (const line of lines) {
      many += 1;
      const fields = line.trimEnd().split(',');
      if (many === 1 && !DIGITS.test(fields[0] ?? '')) continue;
      const candle = candleOf(fields, stepMs);
      const fault = candle ? orderFault(candle, rows.at(-1)) : 'no candle';
      if (!candle || fault !== undefined) {
        throw new DataIntegrityError('A file of candles refused', {
          ...context,
          fault,
          many,
          line,
        });
      }
      rows.push(candle);
    }
  }
  if (rows.length === 0) throw new DataIntegrityError('A file of candles is empty', context);
  return checkCandlePage(rows, window, stepMs);
}

function orderFault(candle: Candle, before: Candle | undefined): string | undefined {
  if (!before || candle.openAtMs > before.openAtMs) return undefined;
  return candle.openAtMs === before.openAtMs ? 'the same candle twice' : 'out of order';
}

function candleOf(fields: readonly string[], stepMs: number): Candle | undefined {
  const [openedAt = '', open = '', high = '', low = '', close = '', volume = '', closedAt = ''] =
    fields;
  if (!DIGITS.test(openedAt) || !DIGITS.test(closedAt)) return undefined;
  if (![open, high, low, close, volume].every(isDecimal)) return undefined;
  const isMicro = openedAt.length >= MICROSECOND_DIGITS;
  const openAtMs = isMicro ? Number(openedAt) / 1_000 : Number(openedAt);
  const lastMs = isMicro ? Math.floor(Number(closedAt) / 1_000) : Number(closedAt);
  if (!Number.isSafeInteger(openAtMs) || lastMs !== openAtMs + stepMs - 1) return undefined;
  return {
    openAtMs,
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    volume: Number(volume),
  };
}
