import type { PlainAnswer } from '../api/answer.js';
import { succeeded } from './okx-envelope.js';

/** GET /api/v5/public/time. */
export function answerServerTime(): PlainAnswer {
  return { kind: 'plain', write: (serverTimeMs) => succeeded([{ ts: String(serverTimeMs) }]) };
}
