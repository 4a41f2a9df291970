import type { ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../../transport/read-json-answer.js';
import type { RowReader } from '../../rows/row-reader.js';
import { readTickerRows, type TickerList } from '../../rows/ticker-rows.js';

const ROWS = z.array(z.unknown());

/**
 * The rows about the wanted native ids, by native id, of an answer about all symbols.
 *
 * Errors: TransientError for another shape; those of `readTickerRows`.
 */
export function rowsBySymbol<Read>(
  reader: RowReader,
  payload: unknown,
  wanted: ReadonlySet<string>,
  read: TickerList<Read>['read'],
  context: ErrorContext & { readonly endpoint: string },
): ReadonlyMap<string, Read> {
  const rows = parsePayload(ROWS, payload, context);
  const list = context.endpoint;
  return readTickerRows(reader, { list, rows, nameField: 'symbol', wanted, read, context });
}
