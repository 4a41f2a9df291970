import type { ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';
import { assertWholeTickers } from '../whole-tickers.js';

const ROW = z.looseObject({ symbol: z.string() });

const LISTS = { linear: listOf('linear'), spot: listOf('spot') };

function listOf(category: string) {
  return z.object({ result: z.object({ category: z.literal(category), list: z.array(ROW) }) });
}

export type TickerRow = z.output<typeof ROW>;

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
  const counts = { told: list.length, rows: rows.length, present: present.size };
  assertWholeTickers({ ...counts, wanted: wanted.size }, context);
  return rows;
}
