import { questionOfGet, type Api, type Endpoint } from '../api/api.js';
import { json, whole } from '../http/delivery.js';
import { usdtVenue } from '../recording/own/usdt-venue.js';
import { ARCHIVE_ROOT, answerArchive, archiveQuestion } from './archive/archive-answer.js';
import { BINANCE_FAULTS } from './binance-faults.js';
import { BINANCE_LIMITS, refuse, usageHeaders } from './binance-limits.js';
import { BINANCE_STAND_IN, binanceMarkets } from './binance-markets.js';
import { answerDepth, answerSpotDepth } from './depth.js';
import { answerExchangeInfo } from './exchange-info.js';
import { answerFundingRate } from './funding-rate.js';
import {
  answerDayTickers,
  answerFundingInfo,
  answerPremiumIndex,
  answerPrices,
} from './futures-tickers.js';
import {
  answerKlines,
  answerMarkPriceKlines,
  answerPremiumIndexKlines,
  answerSpotKlines,
} from './klines.js';
import {
  answerSpotBooks,
  answerSpotDayTickers,
  answerSpotExchangeInfo,
  answerSpotPrices,
} from './spot.js';

const answerServerTime: Endpoint = () => ({
  kind: 'plain',
  write: (serverTimeMs) => json({ serverTime: serverTimeMs }),
});

/** The public endpoints of Binance's USD-M futures and of its spot that the replay speaks, by path. */
const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/fapi/v1/time', answerServerTime],
  ['/fapi/v1/exchangeInfo', answerExchangeInfo],
  ['/fapi/v1/ticker/24hr', answerDayTickers],
  ['/fapi/v1/ticker/price', answerPrices],
  ['/fapi/v2/ticker/price', answerPrices],
  ['/fapi/v1/premiumIndex', answerPremiumIndex],
  ['/fapi/v1/fundingInfo', answerFundingInfo],
  ['/fapi/v1/fundingRate', answerFundingRate],
  ['/fapi/v1/klines', answerKlines],
  ['/fapi/v1/markPriceKlines', answerMarkPriceKlines],
  ['/fapi/v1/premiumIndexKlines', answerPremiumIndexKlines],
  ['/fapi/v1/depth', answerDepth],
  ['/api/v3/time', answerServerTime],
  ['/api/v3/exchangeInfo', answerSpotExchangeInfo],
  ['/api/v3/klines', answerSpotKlines],
  ['/api/v3/ticker/24hr', answerSpotDayTickers],
  ['/api/v3/ticker/price', answerSpotPrices],
  ['/api/v3/ticker/bookTicker', answerSpotBooks],
  ['/api/v3/depth', answerSpotDepth],
  [ARCHIVE_ROOT, answerArchive],
]);

/** Binance USD-M futures, spot, and their archive. On the exchange they are three hosts; here their paths tell them apart. */
export const BINANCE_API: Api = {
  id: 'binanceusdm',
  title: 'Binance USD-M',
  prefixes: ['/fapi/', '/api/v3/', ARCHIVE_ROOT],
  endpoints: ENDPOINTS,
  question: (asked) =>
    asked.method === 'GET' && asked.path.startsWith(ARCHIVE_ROOT)
      ? archiveQuestion(asked.path)
      : questionOfGet(asked),
  symbolParameter: 'symbol',
  markets: binanceMarkets,
  own: usdtVenue('binance'),
  standIn: BINANCE_STAND_IN,
  unlistedSymbol: 'SOONUSDT',
  limits: BINANCE_LIMITS,
  refuse,
  unknownRoute: () => whole(404, 'text/html', '<html><body><h1>404 Not Found</h1></body></html>\n'),
  faults: BINANCE_FAULTS,
  usageHeaders,
};
