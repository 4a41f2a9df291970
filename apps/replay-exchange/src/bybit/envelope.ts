import type { PlainAnswer } from '../api/answer.js';
import { json, type Delivery } from '../http/delivery.js';

/** What every Bybit v5 response is wrapped in. `time` is the exchange's clock, in milliseconds. */
export function succeeded(result: object | null, serverTimeMs: number): Delivery {
  return json({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: serverTimeMs });
}

export function failed(retCode: number, retMsg: string, serverTimeMs: number): Delivery {
  return json({ retCode, retMsg, result: {}, retExtInfo: {}, time: serverTimeMs });
}

/** Bybit's answer to a wrong parameter: HTTP 200 and retCode 10001. */
export function refusal(retMsg: string): PlainAnswer {
  return { kind: 'plain', write: (serverTimeMs) => failed(10001, retMsg, serverTimeMs) };
}
