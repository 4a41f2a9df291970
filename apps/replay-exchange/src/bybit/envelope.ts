import type { Answer } from './answer.js';

/** What every Bybit v5 response is wrapped in. `time` is the exchange's clock, in milliseconds. */
export interface Envelope {
  readonly retCode: number;
  readonly retMsg: string;
  readonly result: object | null;
  readonly retExtInfo: object;
  readonly time: number;
}

export function wrap(answer: Answer, nowMs: number): Envelope {
  if (answer.kind === 'refusal') {
    const { retCode, retMsg } = answer;
    return { retCode, retMsg, result: {}, retExtInfo: {}, time: nowMs };
  }
  return { retCode: 0, retMsg: 'OK', result: resultOf(answer, nowMs), retExtInfo: {}, time: nowMs };
}

function resultOf(answer: Exclude<Answer, { kind: 'refusal' }>, nowMs: number): object {
  switch (answer.kind) {
    case 'time':
      return { timeSecond: String(Math.floor(nowMs / 1_000)), timeNano: `${nowMs}000000` };
    case 'instruments': {
      const { category, list, nextPageCursor } = answer;
      return { category, list, nextPageCursor };
    }
    case 'kline': {
      const { category, symbol, list } = answer;
      return { symbol, category, list };
    }
    case 'tickers':
    case 'funding': {
      const { category, list } = answer;
      return { category, list };
    }
  }
}
