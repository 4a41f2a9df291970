import type { ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../transport/read-json-answer.js';
import type { RowReader } from '../rows/row-reader.js';
import { readTickerRows, type TickerList } from '../rows/ticker-rows.js';

const ROWS = z.object({ data: z.array(z.unknown()) });

/**
 * The rows of a list that are about a wanted native id, by native id.
 *
 * Errors: TransientError for another shape; those of `readTickerRows`.
 */
export function wantedRows<Read>(
  reader: RowReader,
  payload: unknown,
  wanted: ReadonlySet<string>,
  read: TickerList<Read>['read'],
  context: ErrorContext & { readonly endpoint: string },
): ReadonlyMap<string, Read> {
  return readTickerRows(reader, {
    list: `${context.endpoint} ${String(context['instType'] ?? '')}`.trim(),
    rows: parsePayload(ROWS, payload, context).data,
    nameField: 'instId',
    wanted,
    read,
    context,
  });
}
