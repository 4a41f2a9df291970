import { DataIntegrityError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import type { z } from 'zod';
import { readValues } from './read-values.js';

/** Markets may have left since the list was read, but not so many at once. */
const MOST_ABSENT = 0.1;

interface TickerCounts {
  /** Left out where an empty answer is judged by what is absent alone. */
  readonly told?: number;
  readonly rows: number;
  readonly present: number;
  readonly wanted: number;
}

/**
 * Returns when the tickers tell of the wanted markets: `rows` about them came, of `present` different ones,
 * among `told` about any market.
 *
 * Errors: DataIntegrityError for a market that comes twice; TransientError when nothing was told, or more
 *   than a tenth of the wanted is absent.
 */
export function assertWholeTickers(
  { told, rows, present, wanted }: TickerCounts,
  context: ErrorContext,
): void {
  if (present < rows) {
    throw new DataIntegrityError('A market comes twice in the tickers', { ...context });
  }
  const absent = wanted - present;
  if (told === 0 || absent > wanted * MOST_ABSENT) {
    throw new TransientError('The tickers are cut short', { ...context, absent, listed: wanted });
  }
}

/** One market's ticker; `symbol` is its native id. Errors: DataIntegrityError when a value is no number of its kind. */
export function readTickerRow<S extends z.ZodType>(
  schema: S,
  row: unknown,
  symbol: string,
  context: ErrorContext,
): z.output<S> {
  return readValues(schema, row, 'A ticker holds a value that is no number', {
    ...context,
    symbol,
  });
}
