import { DAY_MS } from '@fullcarry/domain/time-window';

/** Binance bans for up to three days; whatever asks for more is not a waiting time. */
const LONGEST_MS = 3 * DAY_MS;

/**
 * How long the `Retry-After` header asks to wait: seconds, or an HTTP date, which is read against the
 * answer's own `Date` so that the clock of this machine does not matter. Undefined when it says nothing
 * usable. At least a second: "0" comes with answers that are refusals all the same.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  const waitMs = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1_000
    : Date.parse(text) - answeredAtMs(headers, nowMs);
  if (!Number.isFinite(waitMs)) return undefined;
  return Math.min(LONGEST_MS, Math.max(1_000, waitMs));
}

function answeredAtMs(headers: Headers, nowMs: number): number {
  const answeredAt = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(answeredAt) ? nowMs : answeredAt;
}
