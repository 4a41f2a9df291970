import { exact, plain } from '@fullcarry/domain/desk/exact';
import type { MarketTicker } from '@fullcarry/domain/market';
import { HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { DECIMAL, NOT_NEGATIVE, POSITIVE } from '../decimal-schemas.js';
import type { ListedMarket } from './okx-instruments.js';
import type { RowReader } from '../row-reader.js';
import { wantedRows } from './okx-ticker-rows.js';

const INSTANT = z
  .string()
  .regex(/^[1-9]\d*$/)
  .transform(Number);

const TICKER = z.object({ last: POSITIVE, volCcy24h: NOT_NEGATIVE });

/** An interval is any whole number of hours; 8, 6, 4, 2 and 1 have been seen. */
const FUNDING = z
  .object({ fundingRate: DECIMAL, fundingTime: INSTANT, nextFundingTime: INSTANT })
  .refine(
    ({ fundingTime, nextFundingTime }) =>
      nextFundingTime > fundingTime && (nextFundingTime - fundingTime) % HOUR_MS === 0,
    'the settlements are at no interval of whole hours',
  );

const MARK = z.object({ markPx: POSITIVE });

/** What three endpoints say of all swaps at once. */
export interface TickerPayloads {
  readonly tickers: unknown;
  readonly funding: unknown;
  readonly marks: unknown;
}

/**
 * The tickers of the listed markets; one of which any of the three lists does not tell is left out.
 *
 * OKX does not tell the quote volume: `volCcy24h` is in coins, and × the last price it is near enough to rank
 * by. `fundingTime` is the settlement to come, `nextFundingTime` the one after it.
 *
 * Errors: those of `wantedRows`.
 */
export function readTickers(
  reader: RowReader,
  payloads: TickerPayloads,
  listed: ReadonlyMap<string, ListedMarket>,
): MarketTicker[] {
  const wanted = new Set(listed.keys());
  const rowsOf = <S extends z.ZodType>(schema: S, payload: unknown, endpoint: string) =>
    wantedRows(reader, payload, schema, wanted, { exchange: 'okx', endpoint });
  const tickers = rowsOf(TICKER, payloads.tickers, '/api/v5/market/tickers');
  const rates = rowsOf(FUNDING, payloads.funding, '/api/v5/public/funding-rate');
  const marks = rowsOf(MARK, payloads.marks, '/api/v5/public/mark-price');
  return [...listed].flatMap(([nativeId, { market }]) => {
    const ticker = tickers.get(nativeId);
    const funding = rates.get(nativeId);
    const mark = marks.get(nativeId);
    if (!ticker || !funding || !mark) return [];
    return [
      {
        symbol: market.symbol,
        turnoverUsdt24h: plain(exact(ticker.volCcy24h).times(exact(ticker.last))),
        fundingRate: funding.fundingRate,
        nextFundingAtMs: funding.fundingTime,
        fundingIntervalMinutes: (funding.nextFundingTime - funding.fundingTime) / MINUTE_MS,
        markPrice: mark.markPx,
        lastPrice: ticker.last,
      },
    ];
  });
}
