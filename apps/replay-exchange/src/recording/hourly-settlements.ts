import { floorTo, HOUR_MS } from '../clock/durations.js';
import { exactProduct } from '../market/prices/decimal-units.js';
import type { RecordedSettlement } from './recorded-rows.js';

/** What is paid in one hour of an interval, as a share of what the interval pays. */
const SHARES: ReadonlyMap<number, string> = new Map([
  [1, '1'],
  [2, '0.5'],
  [4, '0.25'],
  [8, '0.125'],
]);

/** The longest interval in use, in hours. */
const LONGEST = 8;

const MOST_LATE_MS = 120;

/**
 * What an exchange that settles every hour would have paid instead: each recorded settlement, divided by the
 * hours of its interval, in each of them. Exact, since these are 1, 2, 4 and 8. Stamps are late by a function of the hour and
 * `seed` alone.
 */
export function hourlySettlements(
  recorded: readonly RecordedSettlement[],
  seed: string,
): RecordedSettlement[] {
  return recorded.flatMap((row, i) => {
    const atMs = floorTo(row.stampMs, HOUR_MS);
    const before = recorded[i - 1];
    // Nothing is known before the first: it is paid once.
    const step = before ? (atMs - floorTo(before.stampMs, HOUR_MS)) / HOUR_MS : 1;
    // A step that is no interval is the odd first one of the next longer.
    const interval = [...SHARES.keys()].find((hours) => hours >= step) ?? LONGEST;
    const rate = inOneHour(row.rate, interval);
    return Array.from({ length: Math.min(step, LONGEST) }, (_, hour) => {
      const hourMs = atMs - (Math.min(step, LONGEST) - 1 - hour) * HOUR_MS;
      return { stampMs: hourMs + lateMs(seed, hourMs), rate };
    });
  });
}

function inOneHour(rate: string, intervalHours: number): string {
  const share = SHARES.get(intervalHours) ?? '0.125';
  const sign = rate.startsWith('-') ? '-' : '';
  return sign + exactProduct(rate.replace('-', ''), share);
}

function lateMs(seed: string, hourMs: number): number {
  const text = `${seed} ${hourMs}`;
  let mixed = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    mixed = Math.imul(mixed ^ text.charCodeAt(i), 0x01000193);
  }
  return (mixed >>> 8) % (MOST_LATE_MS + 1);
}
