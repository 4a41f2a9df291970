import { questionOfGet, type Api, type Endpoint } from '../api/api.js';
import { whole } from '../http/delivery.js';
import { marketManifest } from '../recording/market-manifest.js';
import { usdtVenue } from '../recording/own/usdt-venue.js';
import { BYBIT_FAULTS } from './bybit-faults.js';
import { answerFundingHistory } from './funding-history.js';
import { answerInstrumentsInfo } from './instruments-info.js';
import { answerKline, answerMarkPriceKline, answerPremiumKline } from './kline.js';
import { answerOrderbook } from './orderbook.js';
import { answerServerTime } from './server-time.js';
import { answerTickers } from './tickers.js';

/** Bybit v5's public market endpoints that the replay speaks, by path. */
const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/v5/market/time', answerServerTime],
  ['/v5/market/instruments-info', answerInstrumentsInfo],
  ['/v5/market/tickers', answerTickers],
  ['/v5/market/kline', answerKline],
  ['/v5/market/mark-price-kline', answerMarkPriceKline],
  ['/v5/market/premium-index-price-kline', answerPremiumKline],
  ['/v5/market/orderbook', answerOrderbook],
  ['/v5/market/funding/history', answerFundingHistory],
]);

/** Bybit v5. Its limit counts per address, all endpoints together, and a breach bans for ten minutes. */
export const BYBIT_API: Api = {
  id: 'bybit',
  title: 'Bybit v5',
  prefixes: ['/v5/'],
  endpoints: ENDPOINTS,
  question: questionOfGet,
  symbolParameter: 'symbol',
  markets: marketManifest,
  own: usdtVenue('bybit'),
  unlistedSymbol: 'SOONUSDT',
  limits: [
    { name: 'bybit', most: 600, windowMs: 5_000, banMs: 600_000, charge: () => ({ cost: 1 }) },
  ],
  refuse: () => whole(403, 'text/plain', 'access too frequent'),
  unknownRoute: () => whole(404, 'text/plain', '404 page not found'),
  faults: BYBIT_FAULTS,
};
