import { DataIntegrityError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';

const ROW = z.looseObject({ symbol: z.string() });

const LISTS = { linear: listOf('linear'), spot: listOf('spot') };

function listOf(category: string) {
  return z.object({ result: z.object({ category: z.literal(category), list: z.array(ROW) }) });
}

export type TickerRow = z.output<typeof ROW>;

/** Markets may have left since the list was read, but not so many at once. */
const MOST_ABSENT = 0.1;

/**
 * The rows of /v5/market/tickers that are about a wanted native id; rows about others are passed over.
 *
 * Errors: TransientError for another shape, an empty list, or when more than a tenth of the wanted is
 *   absent; DataIntegrityError for a market that comes twice.
 */
export function wantedTickerRows(
  payload: unknown,
  category: keyof typeof LISTS,
  wanted: ReadonlySet<string>,
  context: ErrorContext,
): TickerRow[] {
  const { list } = parsePayload(LISTS[category], payload, context).result;
  const rows = list.filter((row) => wanted.has(row.symbol));
  const present = new Set(rows.map((row) => row.symbol));
  if (present.size < rows.length) {
    throw new DataIntegrityError('A market comes twice in the tickers', { ...context });
  }
  const absent = wanted.size - present.size;
  if (list.length === 0 || absent > wanted.size * MOST_ABSENT) {
    throw new TransientError('The tickers are cut short', {
      ...context,
      absent,
      listed: wanted.size,
    });
  }
  return rows;
}

/** Errors: DataIntegrityError when a value is no number of its kind. */
export function readTickerRow<S extends z.ZodType>(
  schema: S,
  row: TickerRow,
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
