import type { Answer } from './answer.js';
import { answerFundingHistory } from './funding-history.js';
import { answerInstrumentsInfo } from './instruments-info.js';
import { answerKline } from './kline.js';
import type { Query } from './query.js';
import { answerTickers } from './tickers.js';
import type { View } from './view.js';

export type Endpoint = (query: Query, view: View) => Answer;

/** Bybit v5's public market endpoints that the replay speaks, by path. All are GET. */
export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/v5/market/time', () => ({ kind: 'time' })],
  ['/v5/market/instruments-info', answerInstrumentsInfo],
  ['/v5/market/tickers', answerTickers],
  ['/v5/market/kline', answerKline],
  ['/v5/market/funding/history', answerFundingHistory],
]);
