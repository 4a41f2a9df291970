import { exact, plain } from '@fullcarry/domain/desk/exact';
import { DataIntegrityError } from '@fullcarry/domain/errors';
import type { MarketTicker } from '@fullcarry/domain/market';
import { MINUTE_MS } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { DECIMAL, NOT_NEGATIVE, POSITIVE } from '../decimal-schemas.js';
import type { ListedMarket } from './okx-instruments.js';
import { wantedRows } from './okx-ticker-rows.js';

const INSTANT = z
  .string()
  .regex(/^[1-9]\d*$/)
  .transform(Number);

const TICKER = z.object({ last: POSITIVE, volCcy24h: NOT_NEGATIVE });

const FUNDING = z.object({
  fundingRate: DECIMAL,
  fundingTime: INSTANT,
  nextFundingTime: INSTANT,
});

const MARK = z.object({ markPx: POSITIVE });

/** What three endpoints say of all swaps at once. */
export interface TickerPayloads {
  readonly tickers: unknown;
  readonly funding: unknown;
  readonly marks: unknown;
}

const about = (endpoint: string) => ({ exchange: 'okx', endpoint });

/**
 * The tickers of the listed markets; one of which any of the three lists does not tell is left out.
 *
 * OKX does not tell the quote volume: `volCcy24h` is in coins, and × the last price it is near enough to rank
 * by. `fundingTime` is the settlement to come, `nextFundingTime` the one after it.
 *
 * Errors: those of `wantedRows`.
 */
export function readTickers(
  payloads: TickerPayloads,
  listed: ReadonlyMap<string, ListedMarket>,
): MarketTicker[] {
  const wanted = new Set(listed.keys());
  const tickers = wantedRows(payloads.tickers, TICKER, wanted, about('/api/v5/market/tickers'));
  const rates = wantedRows(payloads.funding, FUNDING, wanted, about('/api/v5/public/funding-rate'));
  const marks = wantedRows(payloads.marks, MARK, wanted, about('/api/v5/public/mark-price'));
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
        fundingIntervalMinutes: intervalOf(funding, nativeId),
        markPrice: mark.markPx,
        lastPrice: ticker.last,
      },
    ];
  });
}

function intervalOf(
  { fundingTime, nextFundingTime }: z.output<typeof FUNDING>,
  symbol: string,
): number {
  const minutes = (nextFundingTime - fundingTime) / MINUTE_MS;
  if (minutes > 0 && Number.isInteger(minutes)) return minutes;
  throw new DataIntegrityError('The next settlements are at no interval', {
    ...about('/api/v5/public/funding-rate'),
    symbol,
    fundingTime,
    nextFundingTime,
  });
}
