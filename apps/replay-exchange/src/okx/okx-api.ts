import { questionOfGet, type Api, type Endpoint } from '../api/api.js';
import { answerBooks } from './okx-books.js';
import {
  answerCandles,
  answerHistoryCandles,
  answerHistoryMarkPriceCandles,
} from './okx-candles.js';
import { failed } from './okx-envelope.js';
import { OKX_FAULTS } from './okx-faults.js';
import { answerFundingHistory } from './okx-funding-history.js';
import { answerFundingRate } from './okx-funding-rate.js';
import { answerInstruments } from './okx-instruments.js';
import { OKX_LIMITS } from './okx-limits.js';
import { OKX_STAND_IN, okxMarkets, OWN_OKX } from './okx-markets.js';
import { answerServerTime } from './okx-server-time.js';
import { answerMarkPrice, answerTicker, answerTickers } from './okx-tickers.js';

/** OKX v5's public endpoints that the replay speaks, by path. */
const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/api/v5/public/time', answerServerTime],
  ['/api/v5/public/instruments', answerInstruments],
  ['/api/v5/public/funding-rate', answerFundingRate],
  ['/api/v5/public/funding-rate-history', answerFundingHistory],
  ['/api/v5/public/mark-price', answerMarkPrice],
  ['/api/v5/market/tickers', answerTickers],
  ['/api/v5/market/ticker', answerTicker],
  ['/api/v5/market/books', answerBooks],
  ['/api/v5/market/candles', answerCandles],
  ['/api/v5/market/history-candles', answerHistoryCandles],
  ['/api/v5/market/history-mark-price-candles', answerHistoryMarkPriceCandles],
]);

/** OKX v5, swaps and spot. */
export const OKX_API: Api = {
  id: 'okx',
  title: 'OKX v5',
  prefixes: ['/api/v5/'],
  endpoints: ENDPOINTS,
  question: questionOfGet,
  symbolParameter: 'instId',
  markets: okxMarkets,
  own: OWN_OKX,
  standIn: OKX_STAND_IN,
  unlistedSymbol: 'SOON-USDT-SWAP',
  limits: OKX_LIMITS,
  refuse: () => failed('50011', 'Too Many Requests', 429),
  unknownRoute: () => failed('404', 'Not Found', 404),
  faults: OKX_FAULTS,
};
