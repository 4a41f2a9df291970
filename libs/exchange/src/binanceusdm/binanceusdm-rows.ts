import { DataIntegrityError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';

const ROWS = z.array(z.looseObject({ symbol: z.string() }));

/** Markets may have left since the list was read, but not so many at once. */
const MOST_ABSENT = 0.1;

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
  const rows = new Map(list.map((row) => [row.symbol, readRow(schema, row, context)]));
  if (rows.size < list.length) {
    throw new DataIntegrityError('A market comes twice in the tickers', { ...context });
  }
  const absent = wanted.size - rows.size;
  if (absent > wanted.size * MOST_ABSENT) {
    throw new TransientError('The tickers are cut short', {
      ...context,
      absent,
      listed: wanted.size,
    });
  }
  return rows;
}

function readRow<S extends z.ZodType>(
  schema: S,
  row: z.output<typeof ROWS>[number],
  context: ErrorContext,
): z.output<S> {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DataIntegrityError('A ticker holds a value that is no number', {
    ...context,
    symbol: row.symbol,
    fault: issue && `${issue.path.join('.')}: ${issue.message}`,
  });
}
