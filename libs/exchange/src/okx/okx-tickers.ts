import { exact, plain } from '@fullcarry/domain/desk/book/exact';
import type { ErrorContext } from '@fullcarry/domain/errors';
import { isAnnounced } from '@fullcarry/domain/market/funding-announcement';
import type { MarketTicker } from '@fullcarry/domain/market/market';
import { HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { DECIMAL, NOT_NEGATIVE, POSITIVE } from '../rows/decimal-schemas.js';
import type { ListedMarket } from './okx-instruments.js';
import type { RowReader } from '../rows/row-reader.js';
import { wantedRows } from './okx-ticker-rows.js';
import { asRead, readTickerRow, type TickerList } from '../rows/ticker-rows.js';

const INSTANT = z
  .string()
  .regex(/^[1-9]\d*$/)
  .transform(Number);

const TICKER = z.object({ last: POSITIVE, volCcy24h: NOT_NEGATIVE });

/** An interval is any whole number of hours; 8, 6, 4, 2 and 1 have been seen. */
const FUNDING = z
  .object({ fundingRate: DECIMAL, prevFundingTime: INSTANT, fundingTime: INSTANT })
  .refine(
    ({ prevFundingTime, fundingTime }) =>
      fundingTime > prevFundingTime && (fundingTime - prevFundingTime) % HOUR_MS === 0,
    'the settlements are at no interval of whole hours',
  );

/** What stands in a row of a swap that has not been settled yet: how long its first interval is, is not published. */
const BEFORE_THE_FIRST = z.object({ prevFundingTime: z.enum(['', '0']) });

/** The instant of the answer beside the announcement; where either is missing, nothing is said against it. */
const ANSWER_TIMES = z.object({ fundingTime: INSTANT, ts: INSTANT });

const MARK = z.object({ markPx: POSITIVE });

/** What three endpoints say of all swaps at once. */
export interface TickerPayloads {
  readonly tickers: unknown;
  readonly funding: unknown;
  readonly marks: unknown;
}

/**
 * The tickers of the listed markets; one for which any of the three lists has no row is left out.
 *
 * OKX does not publish the quote volume: `volCcy24h` is in coins, and × the last price it is near enough to rank
 * by. `fundingTime` is the settlement to come, and `prevFundingTime` the one before it: between the two lies the
 * interval of the coming rate, whatever the interval after it is (`nextFundingTime`). A swap before its first
 * settlement, and one whose announcement is long past, has no ticker.
 *
 * Errors: those of `wantedRows`.
 */
export function readTickers(
  reader: RowReader,
  payloads: TickerPayloads,
  listed: ReadonlyMap<string, ListedMarket>,
): MarketTicker[] {
  const wanted = new Set(listed.keys());
  const rowsOf = <Read>(read: TickerList<Read>['read'], payload: unknown, endpoint: string) =>
    wantedRows(reader, payload, wanted, read, { exchange: 'okx', endpoint });
  const tickers = rowsOf(asRead(TICKER), payloads.tickers, '/api/v5/market/tickers');
  const rates = rowsOf(readFunding, payloads.funding, '/api/v5/public/funding-rate');
  const marks = rowsOf(asRead(MARK), payloads.marks, '/api/v5/public/mark-price');
  return [...listed].flatMap(([nativeId, { market }]) => {
    const ticker = tickers.get(nativeId);
    const funding = rates.get(nativeId);
    const mark = marks.get(nativeId);
    if (!ticker || !funding || !mark) return [];
    return [
      {
        symbol: market.symbol,
        turnoverUsdt24h: plain(exact(ticker.volCcy24h).times(exact(ticker.last))),
        predictedRate: funding.fundingRate,
        nextFundingAtMs: funding.fundingTime,
        fundingIntervalMinutes: (funding.fundingTime - funding.prevFundingTime) / MINUTE_MS,
        markPrice: mark.markPx,
        lastPrice: ticker.last,
      },
    ];
  });
}

function readFunding(row: unknown, context: ErrorContext): z.output<typeof FUNDING> | undefined {
  if (BEFORE_THE_FIRST.safeParse(row).success) return undefined;
  const times = ANSWER_TIMES.safeParse(row).data;
  if (times && !isAnnounced(times.fundingTime, times.ts)) return undefined;
  return readTickerRow(FUNDING, row, context);
}
