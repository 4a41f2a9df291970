import { DAY_MS } from '@fullcarry/domain/time-window';

/** Binance's words, in JSON or not: "Way too many requests; IP(1.2.3.4) banned until 1795844244238. …". */
const BANNED_UNTIL = /banned until (\d{13})\b/i;

/** Bans last three days at most; what is longer is a clock that is wrong, or a mistake. */
const LONGEST_BAN_MS = 3 * DAY_MS;

/**
 * How long a refusal says that the address stays banned, against the answer's own `Date`, which their clock
 * wrote too; ms, at least a second. Undefined when it says nothing of it, or that it is over.
 */
export function bannedForMs(text: string, headers: Headers, nowMs: number): number | undefined {
  const untilMs = Number(BANNED_UNTIL.exec(text)?.[1] ?? Number.NaN);
  const waitMs = untilMs - (Date.parse(headers.get('date') ?? '') || nowMs);
  if (!(waitMs > 0)) return undefined;
  return Math.min(LONGEST_BAN_MS, Math.max(1_000, waitMs));
}
