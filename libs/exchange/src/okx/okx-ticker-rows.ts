import { DataIntegrityError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';

const ROWS = z.object({ data: z.array(z.looseObject({ instId: z.string() })) });

/** Markets may have left since the list was read, but not so many at once. */
const MOST_ABSENT = 0.1;

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
  if (byId.size < rows.length) {
    throw new DataIntegrityError('A market comes twice in the tickers', { ...context });
  }
  const absent = wanted.size - byId.size;
  if (data.length === 0 || absent > wanted.size * MOST_ABSENT) {
    throw new TransientError('The tickers are cut short', {
      ...context,
      absent,
      listed: wanted.size,
    });
  }
  return new Map([...byId].map(([instId, row]) => [instId, read(schema, row, instId, context)]));
}

function read<S extends z.ZodType>(
  schema: S,
  row: unknown,
  symbol: string,
  context: ErrorContext,
): z.output<S> {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DataIntegrityError('A ticker holds a value that is no number', {
    ...context,
    symbol,
    fault: issue && `${issue.path.join('.')}: ${issue.message}`,
  });
}
