import { z } from 'zod';
import type { Answer, TickerRow } from '../api/answer.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { fromUnits } from '../market/prices/decimal-units.js';
import type { MarketDay } from '../market/market-day.js';
import type { ReplayMarket } from '../market/replay-market.js';
import { shiftedDecimal } from '../market/prices/shifted-decimal.js';
import type { SpotMarket } from '../market/spot-market.js';
import type { BookRow, BookSides } from '../market/prices/synthetic-book.js';
import { succeeded, unknownInstrument } from './okx-envelope.js';
import { swapsOf } from './okx-listed-swaps.js';
import { contractDigitsOf } from './okx-markets.js';
import { answerQuery, instTypeSchema } from './okx-query.js';

const allSchema = z.object({ instType: instTypeSchema });
const oneSchema = z.object({ instId: z.string() });

/** GET /api/v5/market/tickers: all of one type that trade now. */
export function answerTickers(query: Query, view: View): Answer {
  return answerQuery(allSchema, query, ({ instType }) => {
    if (instType === 'SWAP') return listOf(swapRows(view));
    return listOf(instType === 'SPOT' ? spotRows(view) : []);
  });
}

/** GET /api/v5/market/ticker: of one market, whatever its type. */
export function answerTicker(query: Query, view: View): Answer {
  return answerQuery(oneSchema, query, ({ instId }) => {
    const row = [...swapRows(view), ...spotRows(view)].find((one) => one.symbol === instId);
    return row ? listOf([row]) : unknownInstrument();
  });
}

/** GET /api/v5/public/mark-price: the last price stands in for a mark price that was not recorded. */
export function answerMarkPrice(query: Query, view: View): Answer {
  return answerQuery(allSchema, query, ({ instType }) =>
    listOf(instType === 'SWAP' ? swapsOf(view).flatMap((swap) => markOf(swap, view.nowMs)) : []),
  );
}

function listOf(rows: readonly TickerRow[]): Answer {
  return {
    kind: 'tickers',
    rows,
    write: (sent) => succeeded(sent.map((row) => row.write(row.symbol))),
  };
}

function swapRows(view: View): TickerRow[] {
  return swapsOf(view).flatMap((swap) => swapRow(swap, view.nowMs));
}

function spotRows({ board, nowMs }: View): TickerRow[] {
  return board
    .allSpot()
    .filter((market) => market.trades(nowMs))
    .flatMap((market) => spotRow(market, nowMs));
}

/** `vol24h` is in contracts, `volCcy24h` in coins; the quote volume is not published. */
function swapRow(swap: ReplayMarket, nowMs: number): TickerRow[] {
  const day = swap.day(nowMs);
  if (!day) return [];
  const { priceDecimals, volumeDecimals, volume: smallest } = swap.steps;
  const digits = contractDigitsOf(swap.recording.spec);
  const coins = day.volume.toFixed(volumeDecimals);
  const volumes = {
    lot: shiftedDecimal(smallest, -digits),
    vol24h: shiftedDecimal(coins, -digits),
    volCcy24h: coins,
    best: bestOf(swap.book(nowMs, 1), digits),
  };
  return [
    {
      symbol: swap.symbol,
      turnover: day.turnover,
      write: (instId) => tickerOf({ instType: 'SWAP', instId }, day, priceDecimals, volumes, nowMs),
    },
  ];
}

/** `vol24h` is in coins, `volCcy24h` in quote. */
function spotRow(market: SpotMarket, nowMs: number): TickerRow[] {
  const day = market.day(nowMs);
  if (!day) return [];
  const { priceDecimals, quantityDecimals } = market;
  const volumes = {
    lot: fromUnits(1, quantityDecimals),
    vol24h: day.volume.toFixed(quantityDecimals),
    volCcy24h: day.turnover.toFixed(4),
    best: bestOf(market.book(nowMs, 1), 0),
  };
  return [
    {
      symbol: market.symbol,
      turnover: day.turnover,
      write: (instId) => tickerOf({ instType: 'SPOT', instId }, day, priceDecimals, volumes, nowMs),
    },
  ];
}

interface Volumes {
  readonly lot: string;
  readonly vol24h: string;
  readonly volCcy24h: string;
  readonly best: { readonly bid: BookRow | undefined; readonly ask: BookRow | undefined };
}

/** The best of the synthetic book, in contracts of a swap. */
function bestOf(book: BookSides | undefined, contractDigits: number): Volumes['best'] {
  const inContracts = (row: BookRow | undefined) =>
    row && { ...row, quantity: shiftedDecimal(row.quantity, -contractDigits) };
  return { bid: inContracts(book?.bids[0]), ask: inContracts(book?.asks[0]) };
}

/** The day's opening stands in for both midnights. */
function tickerOf(
  name: { readonly instType: 'SWAP' | 'SPOT'; readonly instId: string },
  day: MarketDay,
  priceDecimals: number,
  { lot, vol24h, volCcy24h, best: { bid, ask } }: Volumes,
  nowMs: number,
) {
  const price = (units: number) => fromUnits(units, priceDecimals);
  return {
    ...name,
    last: price(day.lastUnits),
    lastSz: lot,
    askPx: ask?.price ?? '',
    askSz: ask?.quantity ?? '',
    bidPx: bid?.price ?? '',
    bidSz: bid?.quantity ?? '',
    open24h: price(day.dayAgoUnits),
    high24h: price(day.highUnits),
    low24h: price(day.lowUnits),
    volCcy24h,
    vol24h,
    sodUtc0: price(day.dayAgoUnits),
    sodUtc8: price(day.dayAgoUnits),
    ts: String(nowMs),
  };
}

function markOf(swap: ReplayMarket, nowMs: number): TickerRow[] {
  const day = swap.day(nowMs);
  if (!day) return [];
  const markPx = swap.markPrice(nowMs) ?? fromUnits(day.lastUnits, swap.steps.priceDecimals);
  return [
    {
      symbol: swap.symbol,
      turnover: day.turnover,
      write: (instId) => ({ instType: 'SWAP', instId, markPx, ts: String(nowMs) }),
    },
  ];
}
