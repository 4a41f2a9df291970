import { DataIntegrityError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import type { z } from 'zod';
import { readValues } from './read-values.js';
import { nameIn, type RowReader } from './row-reader.js';

/** Markets may have left since the list was read, but not so many at once. */
const MOST_ABSENT = 0.1;

/** A list of all markets, of which some are wanted. */
export interface TickerList<Read> {
  readonly list: string;
  readonly rows: readonly unknown[];
  /** Where a row says what it is about. */
  readonly nameField: string;
  readonly wanted: ReadonlySet<string>;
  /** Undefined for a row that says that there is nothing to tell. */
  readonly read: (row: unknown, context: ErrorContext) => Read | undefined;
  readonly context: ErrorContext;
}

/**
 * The rows about wanted native ids, by native id; rows about others are passed over. A wanted row that can't
 * be read is left out, and so are rows that say different things of one market.
 *
 * Errors: TransientError for an empty list, or when more than a tenth of the wanted is absent; those of
 *   `RowReader.read`.
 */
export function readTickerRows<Read>(
  reader: RowReader,
  { list, rows, nameField, wanted, read, context }: TickerList<Read>,
): ReadonlyMap<string, Read> {
  const received = new Map<string, unknown[]>();
  for (const row of rows) {
    const name = nameIn(row, nameField);
    if (name !== undefined && wanted.has(name))
      received.set(name, [...(received.get(name) ?? []), row]);
  }
  assertWholeTickers(
    { received: rows.length, present: received.size, wanted: wanted.size },
    context,
  );
  const about = { list, nameOf: ([name]: [string, unknown[]]) => name, context };
  const tickers = reader.read(about, [...received], ([name, same]): [string, Read] | undefined => {
    const ticker = read(onlyOne(same), { ...context, symbol: name });
    return ticker === undefined ? undefined : [name, ticker];
  });
  return new Map(tickers);
}

/**
 * Returns when the tickers have the wanted markets: of `present` of them, in a list of `received` rows.
 *
 * Errors: TransientError when no row was received, or more than a tenth of the wanted is absent.
 */
export function assertWholeTickers(
  {
    received,
    present,
    wanted,
  }: { readonly received: number; readonly present: number; readonly wanted: number },
  context: ErrorContext,
): void {
  const absent = wanted - present;
  if (received === 0 || absent > wanted * MOST_ABSENT) {
    throw new TransientError('The tickers are cut short', { ...context, absent, listed: wanted });
  }
}

/** `readTickerRow` for the rows of a list that are all of one schema. */
export function asRead<S extends z.ZodType>(schema: S): TickerList<z.output<S>>['read'] {
  return (row, context) => readTickerRow(schema, row, context);
}

/** One market's ticker. Errors: DataIntegrityError when a value is no number of its kind. */
export function readTickerRow<S extends z.ZodType>(
  schema: S,
  row: unknown,
  context: ErrorContext,
): z.output<S> {
  return readValues(schema, row, 'A ticker holds a value that is no number', context);
}

function onlyOne([first, ...others]: readonly unknown[]): unknown {
  const text = JSON.stringify(first);
  if (others.every((other) => JSON.stringify(other) === text)) return first;
  throw new DataIntegrityError('A market comes twice in the tickers', {
    fault: 'comes twice, with different values',
  });
}
