import type { Candle } from '@fullcarry/domain/candle';
import { isDecimal } from '@fullcarry/domain/decimal-text';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { DecimalRows } from '../transport/decimal-rows.js';

type TextRow = readonly string[];

/** Rows of text, or what was read of them. By hand: of a page's 7,000 texts a schema makes copies. */
export const CANDLE_ROWS = z.custom<DecimalRows | readonly TextRow[]>(
  (list) => list instanceof DecimalRows || (Array.isArray(list) && list.every(isTextRow)),
  'not a list of rows of text',
);

/**
 * The candles of rows of [open time, open, high, low, close, …]; the volume stands at `volumeAt`,
 * and is 0 where they have none.
 *
 * Errors: DataIntegrityError for a value that is no decimal number, among those that are used.
 */
export function textCandles(
  list: DecimalRows | readonly TextRow[],
  volumeAt: number | undefined,
  context: ErrorContext,
): Candle[] {
  const rows = list instanceof DecimalRows ? list.rows : list.map((row) => row.map(numberOf));
  return rows.map((row, i) => {
    const candle = candleOf(row, volumeAt);
    if (candle) return candle;
    const given = list instanceof DecimalRows ? row : list[i];
    throw new DataIntegrityError('A candle holds a value that is no number', {
      ...context,
      row: given?.join(', '),
    });
  });
}

function candleOf(
  row: readonly (number | undefined)[],
  volumeAt: number | undefined,
): Candle | undefined {
  const [openAtMs, open, high, low, close] = row;
  const volume = volumeAt === undefined ? 0 : row[volumeAt];
  return openAtMs !== undefined &&
    open !== undefined &&
    high !== undefined &&
    low !== undefined &&
    close !== undefined &&
    volume !== undefined &&
    Number.isSafeInteger(openAtMs) &&
    openAtMs >= 0
    ? { openAtMs, open, high, low, close, volume }
    : undefined;
}

function numberOf(text: string): number | undefined {
  return isDecimal(text) ? Number(text) : undefined;
}

function isTextRow(row: unknown): boolean {
  return Array.isArray(row) && row.every((value: unknown) => typeof value === 'string');
}
