import type { Answer } from '../api/answer.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { json } from '../http/delivery.js';
import { fromUnits } from '../market/prices/decimal-units.js';
import type { MarketDay } from '../market/market-day.js';
import type { SpotMarket } from '../market/spot-market.js';
import type { SpotInstrumentRow } from '../recording/own/own-rows.js';
import { answerTraded } from './binance-answers.js';

/** A spot market that trades now, with its last day and how it writes a price: recorded or derived, see `SpotMarket`. */
interface Traded {
  readonly market: SpotMarket;
  readonly day: MarketDay;
  readonly price: (units: number) => string;
}

/** GET /api/v3/exchangeInfo: the spot markets of the perpetuals' coins, and what was recorded of those that don't trade. */
export function answerSpotExchangeInfo(_query: Query, view: View): Answer {
  const symbols = [
    ...traded(view).map(({ market }) => symbolOf(market)),
    ...view.board.idleSpot.map(idleSymbolOf),
  ];
  return {
    kind: 'instruments',
    rows: symbols.map((one) => ({ symbol: one.symbol, write: (symbol) => ({ ...one, symbol }) })),
    write: (rows, serverTimeMs) =>
      json({
        timezone: 'UTC',
        serverTime: serverTimeMs,
        rateLimits: [
          { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6_000 },
        ],
        exchangeFilters: [],
        symbols: rows.map((row) => row.write(row.symbol)),
      }),
  };
}

/** GET /api/v3/ticker/24hr, as much of it as can be derived. */
export function answerSpotDayTickers(query: Query, view: View): Answer {
  return answerTraded(query, traded(view), ({ market, day, price }) => ({
    symbol: market.symbol,
    lastPrice: price(day.lastUnits),
    ...bookOf(market, view.nowMs),
    openPrice: price(day.dayAgoUnits),
    highPrice: price(day.highUnits),
    lowPrice: price(day.lowUnits),
    volume: day.volume.toFixed(market.quantityDecimals),
    quoteVolume: day.turnover.toFixed(8),
    closeTime: view.nowMs,
  }));
}

/** GET /api/v3/ticker/price. */
export function answerSpotPrices(query: Query, view: View): Answer {
  return answerTraded(query, traded(view), ({ market, day, price }) => ({
    symbol: market.symbol,
    price: price(day.lastUnits),
  }));
}

/** GET /api/v3/ticker/bookTicker. */
export function answerSpotBooks(query: Query, view: View): Answer {
  return answerTraded(query, traded(view), ({ market }) => ({
    symbol: market.symbol,
    ...bookOf(market, view.nowMs),
  }));
}

/** The best of the synthetic book; zeros where a side holds no order. */
function bookOf(market: SpotMarket, nowMs: number) {
  const { bids: [bid] = [], asks: [ask] = [] } = market.book(nowMs, 1) ?? {};
  return {
    bidPrice: bid?.price ?? '0.00000000',
    bidQty: bid?.quantity ?? '0.00000000',
    askPrice: ask?.price ?? '0.00000000',
    askQty: ask?.quantity ?? '0.00000000',
  };
}

function traded({ board, nowMs }: View): Traded[] {
  return board
    .allSpot()
    .filter((market) => market.trades(nowMs))
    .flatMap((market) => {
      const day = market.day(nowMs);
      const price = (units: number) => fromUnits(units, market.priceDecimals);
      return day ? [{ market, day, price }] : [];
    });
}

function symbolOf(market: SpotMarket) {
  const { spec, priceDecimals, quantityDecimals } = market;
  const step = fromUnits(1, quantityDecimals);
  const tick = fromUnits(1, priceDecimals);
  return {
    symbol: market.symbol,
    status: 'TRADING',
    baseAsset: spec.baseCoin,
    quoteAsset: spec.quoteCoin,
    ...USUAL_FIELDS,
    filters: filtersOf({
      ...{ tickSize: tick, stepSize: step, minQty: step, minNotional: '5.00000000' },
      maxQty: fromUnits(10_000_000_000, quantityDecimals),
    }),
  };
}

/** As it was recorded. */
function idleSymbolOf(row: SpotInstrumentRow) {
  const { symbol, status, baseAsset, quoteAsset } = row;
  return { symbol, status, baseAsset, quoteAsset, ...USUAL_FIELDS, filters: filtersOf(row) };
}

const USUAL_FIELDS = {
  baseAssetPrecision: 8,
  quotePrecision: 8,
  quoteAssetPrecision: 8,
  orderTypes: ['LIMIT', 'MARKET'],
  isSpotTradingAllowed: true,
  isMarginTradingAllowed: false,
  permissions: [],
  permissionSets: [['SPOT']],
};

type Sizes = Pick<SpotInstrumentRow, 'tickSize' | 'stepSize' | 'minQty' | 'maxQty' | 'minNotional'>;

function filtersOf({ tickSize, stepSize, minQty, maxQty, minNotional }: Sizes) {
  return [
    { filterType: 'PRICE_FILTER', minPrice: tickSize, maxPrice: '922327.00000000', tickSize },
    { filterType: 'LOT_SIZE', minQty, maxQty, stepSize },
    {
      filterType: 'NOTIONAL',
      minNotional,
      applyMinToMarket: true,
      maxNotional: '9000000.00000000',
      applyMaxToMarket: false,
      avgPriceMins: 5,
    },
  ];
}
