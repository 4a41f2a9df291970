import type { ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../../transport/read-json-answer.js';
import type { RowReader } from '../../rows/row-reader.js';
import { readTickerRows, type TickerList } from '../../rows/ticker-rows.js';

const LISTS = { linear: listOf('linear'), spot: listOf('spot') };

function listOf(category: string) {
  return z.object({
    result: z.object({ category: z.literal(category), list: z.array(z.unknown()) }),
  });
}

/**
 * The rows of /v5/market/tickers that are about a wanted native id, by native id.
 *
 * Errors: TransientError for another shape; those of `readTickerRows`.
 */
export function wantedTickerRows<Read>(
  reader: RowReader,
  payload: unknown,
  category: keyof typeof LISTS,
  wanted: ReadonlySet<string>,
  read: TickerList<Read>['read'],
  context: ErrorContext,
): ReadonlyMap<string, Read> {
  const { list: rows } = parsePayload(LISTS[category], payload, context).result;
  const list = `tickers ${category}`;
  return readTickerRows(reader, { list, rows, nameField: 'symbol', wanted, read, context });
}
