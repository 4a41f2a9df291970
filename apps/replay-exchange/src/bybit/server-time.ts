import type { PlainAnswer } from '../api/answer.js';
import { succeeded } from './envelope.js';

/** GET /v5/market/time. */
export function answerServerTime(): PlainAnswer {
  return {
    kind: 'plain',
    write: (toldMs) =>
      succeeded(
        { timeSecond: String(Math.floor(toldMs / 1_000)), timeNano: `${toldMs}000000` },
        toldMs,
      ),
  };
}
