import { TransientError } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';

const INSTRUMENT = z.object({
  symbol: z.string().min(1),
  contractType: z.string(),
  status: z.string(),
  baseCoin: z.string().min(1),
  quoteCoin: z.string(),
  settleCoin: z.string(),
  launchTime: z.string().regex(/^\d+$/),
  deliveryTime: z.string().regex(/^\d*$/),
  fundingInterval: z.number().int().nonnegative(),
});

const INSTRUMENTS_PAGE = z.object({
  result: z.object({
    category: z.literal('linear'),
    list: z.array(INSTRUMENT),
    nextPageCursor: z.string().nullish(),
  }),
});

/**
 * One row of /v5/market/instruments-info. `launchTime` and `deliveryTime` are epoch ms, "0" when there is
 * none; a perpetual's `deliveryTime` is when it is delisted. `fundingInterval` is in minutes.
 */
export type Instrument = z.output<typeof INSTRUMENT>;

export const INSTRUMENTS_PER_PAGE = 1_000;

/** Far more than there are, and an end to a cursor that has none. */
const MOST_PAGES = 50;

/**
 * Every instrument, page by page, each by the cursor of the one before.
 *
 * ccxt's own loop takes an answer without a list for the end, and a cursor that repeats for ever. Here
 * the first is an error and the second too. An empty page after a full one is asked for twice before it
 * is taken for the end.
 *
 * Errors: TransientError when the cursor does not come to an end.
 */
export async function readInstruments(
  askPage: (cursor: string | undefined) => Promise<unknown>,
): Promise<readonly Instrument[]> {
  const instruments = new Map<string, Instrument>();
  const cursors = new Set<string>();
  let cursor: string | undefined;
  let previousLength = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    let answer = pageOf(await askPage(cursor));
    if (answer.list.length === 0 && previousLength >= INSTRUMENTS_PER_PAGE) {
      answer = pageOf(await askPage(cursor));
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

function pageOf(payload: unknown) {
  return parsePayload(INSTRUMENTS_PAGE, payload, { endpoint: '/v5/market/instruments-info' })
    .result;
}

/** A perpetual that trades now, against USDT and settled in it; not dated, not USDC, not pre-market. */
export function tradesAsUsdtPerpetual(instrument: Instrument): boolean {
  return isUsdtPerpetual(instrument) && instrument.status === 'Trading';
}

export function isUsdtPerpetual(instrument: Instrument): boolean {
  return (
    instrument.contractType === 'LinearPerpetual' &&
    instrument.quoteCoin === 'USDT' &&
    instrument.settleCoin === 'USDT'
  );
}

/** An instant of the instruments list; "0" and "" mean that there is none. */
export function instantMs(text: string): number | undefined {
  return Number(text) > 0 ? Number(text) : undefined;
}
