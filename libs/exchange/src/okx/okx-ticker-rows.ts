import type { ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';
import type { RowReader } from '../row-reader.js';
import { readTickerRow, readTickerRows } from '../ticker-rows.js';

const ROWS = z.object({ data: z.array(z.unknown()) });

/**
 * The rows of a list that are about a wanted native id, by native id, read by the schema.
 *
 * Errors: TransientError for another shape; those of `readTickerRows`.
 */
export function wantedRows<S extends z.ZodType>(
  reader: RowReader,
  payload: unknown,
  schema: S,
  wanted: ReadonlySet<string>,
  context: ErrorContext & { readonly endpoint: string },
): ReadonlyMap<string, z.output<S>> {
  return readTickerRows(reader, {
    list: `${context.endpoint} ${String(context['instType'] ?? '')}`.trim(),
    rows: parsePayload(ROWS, payload, context).data,
    nameField: 'instId',
    wanted,
    read: (row, about) => readTickerRow(schema, row, about),
    context,
  });
}
