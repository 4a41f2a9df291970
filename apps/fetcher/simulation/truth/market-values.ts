import type { Candle } from '@fullcarry/domain/candle';
import { canonicalDecimal } from '@fullcarry/domain/decimal-text';
import { MINUTE_MS } from '@fullcarry/domain/time-window';
import { hashText, noise } from '../draw/draw.js';
import type { Listing } from '../time-line/listing.js';

/** Topics of `noise`, so that a price says nothing of a rate. */
const PRICE = 1;
const WICKS = 2;
const VOLUME = 3;
const RATE = 4;
const UNSETTLED = 5;

/** Prices and rates of one listing: made up, but always the same for the same seed, instant and version. */
export class MarketValues {
  private readonly key: number;

  constructor(
    seed: number,
    private readonly listing: Listing,
  ) {
    this.key = hashText(`${seed}/values of ${listing.id}`);
  }

  /** USDT; within 10 % of the listing's. */
  price(atMs: number): number {
    return rounded(this.listing.price * (0.9 + 0.2 * noise(this.key, minute(atMs), PRICE)));
  }

  /** `version`: 0 as it was published first, one more with each revision. */
  candle(openAtMs: number, stepMs: number, version: number): Candle {
    const open = this.price(openAtMs);
    const close = this.price(openAtMs + stepMs);
    const wick = 0.01 * noise(this.key, minute(openAtMs), WICKS);
    return {
      openAtMs,
      open,
      high: rounded(Math.max(open, close) * (1.0001 + wick + 0.001 * version)),
      low: rounded(Math.min(open, close) * (0.9999 - wick)),
      close,
      volume: Math.floor(1 + 1_000 * noise(this.key, minute(openAtMs), VOLUME)) + version,
    };
  }

  /** A candle that is not finished at `seenAtMs`: it opened alike, and less was traded. */
  unsettledCandle(openAtMs: number, seenAtMs: number): Candle {
    const open = this.price(openAtMs);
    const close = rounded(open * (0.999 + 0.002 * noise(this.key, minute(seenAtMs), UNSETTLED)));
    const volume = noise(this.key, minute(seenAtMs), VOLUME);
    return {
      openAtMs,
      open,
      high: Math.max(open, close),
      low: Math.min(open, close),
      close,
      volume,
    };
  }

  /** The price stands still and nothing is traded. */
  frozenCandle(openAtMs: number, price: number): Candle {
    return { openAtMs, open: price, high: price, low: price, close: price, volume: 0 };
  }

  /** Canonical decimal text, between −0.0001 and 0.0003. */
  rate(settledAtMs: number, version: number): string {
    const millionths = Math.floor(400 * noise(this.key, minute(settledAtMs), RATE)) - 100;
    return hundredMillionths(millionths * 100 + version);
  }
}

function minute(atMs: number): number {
  return Math.floor(atMs / MINUTE_MS);
}

function rounded(price: number): number {
  return Math.round(price * 10_000) / 10_000;
}

function hundredMillionths(units: number): string {
  const digits = String(Math.abs(units)).padStart(9, '0');
  const text = `${units < 0 ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}`;
  const rate = canonicalDecimal(text);
  if (rate === undefined) throw new RangeError(`${text} is no decimal number`);
  return rate;
}
