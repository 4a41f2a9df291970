import { TransientError } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';

export const INSTRUMENTS_PER_PAGE = 1_000;

/** Far more than there are, and an end to a cursor that has none. */
const MOST_PAGES = 50;

/** One page of /v5/market/instruments-info. Spot comes on one page, with or without an empty cursor. */
export function instrumentsPage<S extends z.ZodType>(category: 'linear' | 'spot', instrument: S) {
  return z.object({
    result: z.object({
      category: z.literal(category),
      list: z.array(instrument),
      nextPageCursor: z.string().nullish(),
    }),
  });
}

type InstrumentsPage<I> = z.ZodType<{
  result: { list: I[]; nextPageCursor?: string | null | undefined };
}>;

/**
 * Every instrument, page by page, each by the cursor of the one before.
 *
 * ccxt's own loop takes an answer without a list for the end, and a cursor that repeats for ever. Here
 * the first is an error and the second too. An empty page after a full one is asked for twice before it
 * is taken for the end.
 *
 * Errors: TransientError when the cursor does not come to an end.
 */
export async function readInstruments<I extends { readonly symbol: string }>(
  shape: InstrumentsPage<I>,
  askPage: (cursor: string | undefined) => Promise<unknown>,
): Promise<readonly I[]> {
  const pageAt = async (cursor: string | undefined) =>
    parsePayload(shape, await askPage(cursor), { endpoint: '/v5/market/instruments-info' }).result;
  const instruments = new Map<string, I>();
  const cursors = new Set<string>();
  let cursor: string | undefined;
  let previousLength = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    let answer = await pageAt(cursor);
    if (answer.list.length === 0 && previousLength >= INSTRUMENTS_PER_PAGE) {
      answer = await pageAt(cursor);
    }
    for (const instrument of answer.list) instruments.set(instrument.symbol, instrument);
    const next = answer.nextPageCursor ?? '';
    if (next === '' || answer.list.length === 0) return [...instruments.values()];
    if (cursors.has(next)) {
      throw new TransientError('The cursor of the instruments goes in a circle', { cursor: next });
    }
    cursors.add(next);
    cursor = next;
    previousLength = answer.list.length;
  }
  throw new TransientError('The cursor of the instruments has no end', { pages: MOST_PAGES });
}
