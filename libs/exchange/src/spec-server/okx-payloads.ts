import type { Market } from '@fullcarry/domain/market/market';
import { sendJson, type Reply } from './spec-server.js';

/** The market of these payloads. */
export const BTC: Market = {
  exchange: 'okx',
  symbol: 'BTC/USDT:USDT',
  nativeId: 'BTC-USDT-SWAP',
  listedAtMs: 1_573_557_408_000,
  assetClass: 'coin',
};

/** OKX's envelope around rows. */
export const ok = (data: unknown) => sendJson({ code: '0', msg: '', data });

/** As OKX writes it; what is not read is left out. */
export const SWAP = {
  instType: 'SWAP',
  instId: 'BTC-USDT-SWAP',
  instCategory: '1',
  ruleType: 'normal',
  uly: 'BTC-USDT',
  settleCcy: 'USDT',
  ctType: 'linear',
  ctVal: '0.01',
  ctMult: '1',
  ctValCcy: 'BTC',
  state: 'live',
  listTime: '1573557408000',
  expTime: '',
  lotSz: '0.01',
  minSz: '0.01',
};
export const SPOT = {
  instType: 'SPOT',
  instId: 'BTC-USDT',
  instCategory: '1',
  ruleType: 'normal',
  baseCcy: 'BTC',
  quoteCcy: 'USDT',
  state: 'live',
  lotSz: '0.00000001',
  minSz: '0.00001',
};
/** Answers by the end of the path; `?instType=` tells the two lists apart. */
export function byPath(replies: Readonly<Record<string, Reply>>): Reply {
  return (request, response) => {
    const name = `${request.path.replace(/^.*\//, '')} ${request.query['instType'] ?? ''}`.trim();
    (replies[name] ?? ok([]))(request, response);
  };
}

export const LISTS = { 'instruments SWAP': ok([SWAP]), 'instruments SPOT': ok([SPOT]) };
