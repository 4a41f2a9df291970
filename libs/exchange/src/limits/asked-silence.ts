import { bannedForMs } from './banned-until.js';
import type { HttpAnswer } from '../transport/http-answer.js';
import { retryAfterMs } from './retry-after.js';

/** The longest silence that a refusal names, by its `Retry-After` or its words; ms, undefined when by neither. */
export function askedSilenceMs({ headers, body }: HttpAnswer): number | undefined {
  const nowMs = Date.now();
  const named = [retryAfterMs(headers, nowMs), bannedForMs(body, headers, nowMs)];
  const longest = Math.max(...named.map((ms) => ms ?? 0));
  return longest > 0 ? longest : undefined;
}
