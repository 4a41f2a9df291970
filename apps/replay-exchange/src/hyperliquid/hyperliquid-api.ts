import type { Api, Endpoint } from '../api/api.js';
import type { PlainAnswer } from '../api/answer.js';
import { json, whole } from '../http/delivery.js';
import { answerL2Book } from './hyperliquid-book.js';
import { answerCandleSnapshot } from './hyperliquid-candle-snapshot.js';
import { HYPERLIQUID_FAULTS } from './hyperliquid-faults.js';
import { answerFundingHistory } from './hyperliquid-funding-history.js';
import { HYPERLIQUID_LIMITS } from './hyperliquid-limits.js';
import {
  HYPERLIQUID_STAND_IN,
  hyperliquidMarkets,
  OWN_HYPERLIQUID,
} from './hyperliquid-markets.js';
import { answerMeta, answerMetaAndAssetContexts } from './hyperliquid-perpetuals.js';
import { NO_ENDPOINT, questionOfInfo } from './hyperliquid-question.js';
import { answerSpotMeta, answerSpotMetaAndAssetContexts } from './hyperliquid-spot.js';

/** The types of question to /info that the replay answers. */
const TYPES: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['exchangeStatus', answerStatus],
  ['meta', answerMeta],
  ['metaAndAssetCtxs', answerMetaAndAssetContexts],
  ['spotMeta', answerSpotMeta],
  ['spotMetaAndAssetCtxs', answerSpotMetaAndAssetContexts],
  ['candleSnapshot', answerCandleSnapshot],
  ['fundingHistory', answerFundingHistory],
  ['l2Book', answerL2Book],
]);

/** Hyperliquid: the perpetuals of its main dex, and spot. */
export const HYPERLIQUID_API: Api = {
  id: 'hyperliquid',
  title: 'Hyperliquid',
  prefixes: ['/info'],
  endpoints: new Map([
    ...[...TYPES].map(([type, endpoint]): [string, Endpoint] => [`/info/${type}`, endpoint]),
    NO_ENDPOINT,
  ]),
  question: questionOfInfo([...TYPES.keys()]),
  symbolParameter: 'coin',
  markets: hyperliquidMarkets,
  own: OWN_HYPERLIQUID,
  standIn: HYPERLIQUID_STAND_IN,
  unlistedSymbol: 'SOON',
  limits: HYPERLIQUID_LIMITS,
  // What a breach looks like in its body is not documented.
  refuse: () => whole(429, 'application/json', 'null'),
  unknownRoute: () => whole(404, 'text/plain', ''),
  faults: HYPERLIQUID_FAULTS,
};

function answerStatus(): PlainAnswer {
  return {
    kind: 'plain',
    write: (serverTimeMs) => json({ specialStatuses: null, time: serverTimeMs }),
  };
}
