import type { PlainAnswer } from '../api/answer.js';
import { succeeded } from './envelope.js';

/** GET /v5/market/time. */
export function answerServerTime(): PlainAnswer {
  return {
    kind: 'plain',
    write: (serverTimeMs) =>
      succeeded(
        { timeSecond: String(Math.floor(serverTimeMs / 1_000)), timeNano: `${serverTimeMs}000000` },
        serverTimeMs,
      ),
  };
}
