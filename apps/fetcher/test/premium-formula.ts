import { DAY_MS, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * MADE UP: a folder of recordings whose premium index is a formula of the minute, since none was recorded. Its settled
 * rates are what the exchange's own published formula makes of these minutes, computed here by itself, but for one.
 */
const FROM_MS = Date.parse('2026-01-05T00:00:00Z');
const DAYS = 30;
const MINUTES = (DAYS * DAY_MS) / MINUTE_MS;

/** Of 8 hours. */
const INTEREST = 0.0001;

/** One settlement of five, the last of them, is another than its minutes make. `minute`: at which it is settled. */
export function isOdd(minute: number, { hours }: MadeMarket): boolean {
  return (minute / (hours * 60)) % 5 === 0;
}

/** How one exchange settles, and what of the formula its interval scales. */
export interface MadeMarket {
  readonly venue: 'bybit' | 'binance';
  readonly symbol: string;
  readonly hours: 1 | 4 | 8;
  readonly scales: 'interest' | 'rate';
}

/** The index at a minute's beginning; above 0, below it, and 0. */
function premiumAt(minute: number): number {
  if (minute % 1_000 === 0) return 0;
  return 0.0009 * Math.sin(minute / 200) + 0.0002 * Math.cos(minute / 13) - 0.0001;
}

const eight = (value: number) => value.toFixed(8);

/**
 * [open, high, low, close] of the minute that opens then, as text: a little about its close, while the open is the close
 * before, as Bybit has it, and may lie outside.
 */
export function premiumCandle(minute: number): readonly [string, string, string, string] {
  const [open, close] = [premiumAt(minute), premiumAt(minute + 1)];
  const [high, low] = [close + 0.00001, close - 0.00001];
  return [eight(open), eight(high), eight(low), eight(close)];
}

/** What is settled at the end of the `minutes` before the minute: weights 1, 2, 3 … of the closes. */
function settledAt(minute: number, { hours, scales }: MadeMarket): number {
  let weighted = 0;
  let weights = 0;
  for (let k = 1; k <= hours * 60; k += 1) {
    weighted += k * Number(premiumCandle(minute - hours * 60 + k - 1)[3]);
    weights += k;
  }
  const premium = weighted / weights;
  const interest = scales === 'interest' ? (INTEREST * hours) / 8 : INTEREST;
  const damped = premium + Math.min(0.0005, Math.max(-0.0005, interest - premium));
  return scales === 'rate' ? (damped * hours) / 8 : damped;
}

/** Writes the folder: hours, minutes of the premium index, and what is settled. */
export function recordMadePremium(folder: string, market: MadeMarket): void {
  const write = (kind: string, header: string, many: number, row: (i: number) => string) => {
    const file = join(folder, 'legs', market.venue, kind, `${market.symbol}.csv`);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, [header, ...Array.from({ length: many }, (_, i) => row(i)), ''].join('\n'));
  };
  const perDay = 24 / market.hours;
  write(
    '1h',
    'timestamp,open,high,low,close,volume',
    DAYS * 24,
    (i) => `${FROM_MS + i * HOUR_MS},10,12,9,11,5`,
  );
  write(
    'premium-1m',
    'timestamp,open,high,low,close',
    MINUTES,
    (i) => `${FROM_MS + i * MINUTE_MS},${premiumCandle(i).join(',')}`,
  );
  write('funding', 'timestamp,funding_rate', DAYS * perDay, (i) => {
    const minute = (i + 1) * market.hours * 60;
    const rate = settledAt(minute, market) + (isOdd(minute, market) ? 0.00005 : 0);
    return `${FROM_MS + minute * MINUTE_MS},${eight(rate)}`;
  });
}

/** The minute of the formula that is played at an instant. */
export function minuteOf(atMs: number, shiftWeeks: number): number {
  return (atMs - shiftWeeks * 7 * DAY_MS - FROM_MS) / MINUTE_MS;
}
