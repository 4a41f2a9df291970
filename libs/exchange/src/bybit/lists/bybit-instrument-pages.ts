import { TransientError } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../../transport/read-json-answer.js';

export const INSTRUMENTS_PER_PAGE = 1_000;

/** Far more than there are, and an end to a cursor that has none. */
const MOST_PAGES = 50;

/** One page of /v5/market/instruments-info. Spot comes on one page, with or without an empty cursor. */
function instrumentsPage(category: 'linear' | 'spot') {
  return z.object({
    result: z.object({
      category: z.literal(category),
      list: z.array(z.unknown()),
      nextPageCursor: z.string().nullish(),
    }),
  });
}

const PAGES = { linear: instrumentsPage('linear'), spot: instrumentsPage('spot') };

/**
 * Every instrument's row as it came, page by page, each by the cursor of the one before.
 *
 * ccxt's own loop takes an answer without a list for the end, and a cursor that repeats for ever. Here
 * the first is an error and the second too. An empty page after a full one is asked for twice before it
 * is taken for the end.
 *
 * Errors: TransientError when the cursor does not come to an end.
 */
export async function instrumentRows(
  category: keyof typeof PAGES,
  askPage: (cursor: string | undefined) => Promise<unknown>,
): Promise<readonly unknown[]> {
  const pageAt = async (cursor: string | undefined) =>
    parsePayload(PAGES[category], await askPage(cursor), {
      endpoint: '/v5/market/instruments-info',
    }).result;
  // A row that comes on two pages is one. Two rows of one name can be a market and a later one of its name.
  const instruments = new Map<string, unknown>();
  const cursors = new Set<string>();
  let cursor: string | undefined;
  let previousLength = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    let answer = await pageAt(cursor);
    if (answer.list.length === 0 && previousLength >= INSTRUMENTS_PER_PAGE) {
      answer = await pageAt(cursor);
    }
    for (const row of answer.list) instruments.set(JSON.stringify(row), row);
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
