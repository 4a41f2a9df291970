import { HOUR_MS } from '../../clock/durations.js';
import type { RecordedCandle } from '../../recording/recorded-rows.js';
import { decimalsOf, fromUnits, shareOf, toUnits } from './decimal-units.js';

/**
 * A recorded hour as it stood at an instant: what the tickers have. A function of both and of nothing
 * else, so that one instant looks the same however often it is asked for.
 *
 * What happened within the hour was not recorded. The price is taken to go straight from the open over
 * the extreme on the other side of the close, then over the other extreme, to the close, each leg in a
 * third of the hour; the volume to grow evenly. Once the hour is over it is the recorded one.
 */
export function candleAt(recorded: RecordedCandle, nowMs: number): RecordedCandle {
  const elapsed = (nowMs - recorded.openAtMs) / HOUR_MS;
  if (elapsed >= 1) return recorded;
  const decimals = priceDecimalsOf(recorded);
  const units = (text: string) => toUnits(text, decimals);
  const extremes = [units(recorded.low), units(recorded.high)];
  if (units(recorded.close) < units(recorded.open)) extremes.reverse();
  const stops = [units(recorded.open), ...extremes, units(recorded.close)];
  const leg = Math.floor(elapsed * 3);
  const [from = 0, to = 0] = stops.slice(leg, leg + 2);
  const price = Math.round(from + (to - from) * (elapsed * 3 - leg));
  const seen = [...stops.slice(0, leg + 1), price];
  return {
    openAtMs: recorded.openAtMs,
    open: fromUnits(units(recorded.open), decimals),
    high: fromUnits(Math.max(...seen), decimals),
    low: fromUnits(Math.min(...seen), decimals),
    close: fromUnits(price, decimals),
    volume: shareOf(recorded.volume, elapsed),
    turnover: recorded.turnover === undefined ? undefined : shareOf(recorded.turnover, elapsed),
  };
}

export function priceDecimalsOf(candle: RecordedCandle): number {
  return Math.max(...[candle.open, candle.high, candle.low, candle.close].map(decimalsOf));
}
