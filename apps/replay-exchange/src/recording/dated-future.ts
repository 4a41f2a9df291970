import { DAY_MS, HOUR_MS } from '../clock/durations.js';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Far enough that the future stays alive for as long as a replay runs. */
const LEAST_LIFE_MS = 60 * DAY_MS;

export interface DatedFuture {
  readonly nativeId: string;
  readonly deliveryAtMs: number;
}

/**
 * The first quarterly future that lives at least 60 days beyond the anchor, named as Bybit names it
 * (`BTCUSDT-26DEC25`): delivered on the last Friday of the quarter at 08:00 UTC.
 */
export function datedFuture(underlying: string, anchorMs: number): DatedFuture {
  const anchor = new Date(anchorMs);
  let month = Math.floor(anchor.getUTCMonth() / 3) * 3 + 2;
  let deliveryAtMs = lastFriday(anchor.getUTCFullYear(), month);
  while (deliveryAtMs < anchorMs + LEAST_LIFE_MS) {
    month += 3;
    deliveryAtMs = lastFriday(anchor.getUTCFullYear(), month);
  }
  const day = new Date(deliveryAtMs);
  const stamp = [
    String(day.getUTCDate()).padStart(2, '0'),
    MONTHS[day.getUTCMonth()],
    String(day.getUTCFullYear() % 100).padStart(2, '0'),
  ].join('');
  return { nativeId: `${underlying}-${stamp}`, deliveryAtMs };
}

/** `month` counts from 0 and may run past December. */
function lastFriday(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0));
  const daysPastFriday = (lastDay.getUTCDay() + 2) % 7;
  return lastDay.getTime() - daysPastFriday * DAY_MS + 8 * HOUR_MS;
}
