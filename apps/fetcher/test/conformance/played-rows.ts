import type { Candle } from '@fullcarry/domain/candle';
import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import type { ReplayedMarket } from '@fullcarry/testing/replay';
import { recordingOf } from '../recording.js';
import { NOW_MS } from './subject.js';

/** A settlement as a reader must have it. The raw stamp is left out: Hyperliquid's is not recorded. */
export interface PlayedSettlement {
  readonly settledAtMs: number;
  readonly rate: string;
}

export interface PlayedRows {
  readonly candles: readonly Candle[];
  readonly settlements: readonly PlayedSettlement[];
}

/**
 * What an exchange has of a market, from the recorded files and from what recordings/README.md says of how
 * it plays them. Shares nothing with the replay's code.
 */
export function playedRows(exchange: string, market: ReplayedMarket): PlayedRows {
  const { candles } = recordingOf(market, NOW_MS, NOW_MS);
  // An hour's part is of a settlement that may come hours later.
  const recorded = recordingOf(market, NOW_MS, NOW_MS + DAY_MS).settlements;
  const written = exchange === 'hyperliquid' ? hourly(recorded) : recorded;
  const settlements = written
    .filter(({ settledAtMs }) => settledAtMs <= NOW_MS)
    .map(({ settledAtMs, rate }) => ({ settledAtMs, rate }));
  if (exchange === 'hyperliquid') {
    const keptFromMs = Math.floor(NOW_MS / HOUR_MS) * HOUR_MS - 4_999 * HOUR_MS;
    return { candles: candles.filter(({ openAtMs }) => openAtMs >= keptFromMs), settlements };
  }
  const isThousand = market.candlesFrom.includes(' 1000');
  if (exchange === 'okx' && isThousand) return { candles: candles.map(ofOneCoin), settlements };
  return { candles, settlements };
}

/** Each rate in as many parts as its interval has hours, one an hour up to its own. */
function hourly(recorded: readonly PlayedSettlement[]): PlayedSettlement[] {
  return recorded.flatMap(({ settledAtMs, rate }, i) => {
    const before = recorded[i - 1];
    const hours = before ? (settledAtMs - before.settledAtMs) / HOUR_MS : 1;
    const halvings = [0, 1, 2, 3].find((n) => 2 ** n >= hours) ?? 3;
    const part = halved(rate, halvings);
    return Array.from({ length: hours }, (_, hour) => ({
      settledAtMs: settledAtMs - (hours - 1 - hour) * HOUR_MS,
      rate: part,
    }));
  });
}

/** Half of a decimal is five times it, one digit further down. */
function halved(rate: string, times: number): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(rate) ?? [];
  const digits = String(BigInt(whole + fraction) * 5n ** BigInt(times));
  const decimals = fraction.length + times;
  const padded = digits.padStart(decimals + 1, '0');
  const text = `${padded.slice(0, padded.length - decimals)}.${padded.slice(padded.length - decimals)}`;
  const short = text.replace(/\.?0+$/, '');
  return short === '0' ? '0' : sign + short;
}

/** Recorded for a thousand coins at once, played one by one. */
function ofOneCoin({ openAtMs, open, high, low, close, volume }: Candle): Candle {
  const price = (thousand: number) => Number(`${String(thousand)}e-3`);
  return {
    openAtMs,
    open: price(open),
    high: price(high),
    low: price(low),
    close: price(close),
    volume: Number(`${String(volume)}e3`),
  };
}
