import type { Candle } from '@fullcarry/domain/candle';
import { isDecimal } from '@fullcarry/domain/decimal-text';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';

/** Rows of text. By hand: of a page's 7,000 texts a schema makes copies, which takes as long as parsing the whole page. */
export const TEXT_ROWS = z.custom<readonly (readonly string[])[]>(
  (list) =>
    Array.isArray(list) &&
    list.every(
      (row: unknown) =>
        Array.isArray(row) && row.every((value: unknown) => typeof value === 'string'),
    ),
  'not a list of rows of text',
);

/**
 * The candle of a row of [open time, open, high, low, close, …]; the volume stands at `volumeAt`.
 *
 * Errors: DataIntegrityError for a value that is no decimal number.
 */
export function textCandle(
  row: readonly string[],
  volumeAt: number,
  context: ErrorContext,
): Candle {
  const [openAt = '', open = '', high = '', low = '', close = ''] = row;
  const volume = row[volumeAt] ?? '';
  const isRight =
    /^\d+$/.test(openAt) &&
    isDecimal(open) &&
    isDecimal(high) &&
    isDecimal(low) &&
    isDecimal(close) &&
    isDecimal(volume);
  if (!isRight) {
    throw new DataIntegrityError('A candle holds a value that is no number', {
      ...context,
      row: row.join(', '),
    });
  }
  return {
    openAtMs: Number(openAt),
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    volume: Number(volume),
  };
}
