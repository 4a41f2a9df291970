import type { ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';
import { assertWholeTickers, readTickerRow } from '../whole-tickers.js';

const ROWS = z.object({ data: z.array(z.looseObject({ instId: z.string() })) });

/**
 * The rows of a list that are about a wanted native id, read by the schema; rows about others are passed over.
 *
 * Errors: TransientError for another shape, an empty list, or when more than a tenth of the wanted is
 *   absent; DataIntegrityError for a market that comes twice, or a value that is no number of its kind.
 */
export function wantedRows<S extends z.ZodType>(
  payload: unknown,
  schema: S,
  wanted: ReadonlySet<string>,
  context: ErrorContext,
): ReadonlyMap<string, z.output<S>> {
  const { data } = parsePayload(ROWS, payload, context);
  const rows = data.filter((row) => wanted.has(row.instId));
  const byId = new Map(rows.map((row) => [row.instId, row]));
  const counts = { told: data.length, rows: rows.length, present: byId.size };
  assertWholeTickers({ ...counts, wanted: wanted.size }, context);
  return new Map(
    [...byId].map(([instId, row]) => [instId, readTickerRow(schema, row, instId, context)]),
  );
}
