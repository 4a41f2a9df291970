import type { ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';
import { assertWholeTickers, readTickerRow } from '../whole-tickers.js';

const ROWS = z.array(z.looseObject({ symbol: z.string() }));

/**
 * The rows about the wanted native ids, by native id, of an answer that tells of all symbols; rows about others
 * are passed over.
 *
 * Errors: TransientError for another shape, or when more than a tenth of the wanted is absent;
 *   DataIntegrityError for a market that comes twice, or a value that is no number of its kind.
 */
export function rowsBySymbol<S extends z.ZodType>(
  schema: S,
  payload: unknown,
  wanted: ReadonlySet<string>,
  context: ErrorContext,
): Map<string, z.output<S>> {
  const list = parsePayload(ROWS, payload, context).filter(({ symbol }) => wanted.has(symbol));
  const rows = new Map(
    list.map((row) => [row.symbol, readTickerRow(schema, row, row.symbol, context)]),
  );
  const counts = { rows: list.length, present: rows.size, wanted: wanted.size };
  assertWholeTickers(counts, context);
  return rows;
}
