import { HOUR_MS } from '../../clock/durations.js';
import type { RecordedCandle } from '../../recording/recorded-rows.js';
import { priceDecimalsOf } from './candle-at.js';
import { fromUnits, shareOf, toUnits } from './decimal-units.js';

/** How slowly reading alone makes the volume grow: after this many reads, half of the rest has traded. */
const READS_TO_HALF = 1_000;

/** The walk's step, as a share of the recorded range: irrational enough not to come back soon. */
const STEP_SHARE = 0.382;

/**
 * The candle that is still open, as it looks while it trades.
 *
 * What /kline shows; the tickers show `candleAt`. Each read gives other values, so that a reader who stores it is found out; yet they stay a candle: the
 * price walks inside the recorded range, high and low only widen, the volume only grows and stays below
 * the recorded one. A function of the recorded candle, the time, and how often it was read.
 */
export class OpenCandle {
  private openAtMs = Number.NaN;
  private reads = 0;
  private high = 0;
  private low = 0;

  read(recorded: RecordedCandle, nowMs: number): RecordedCandle {
    const decimals = priceDecimalsOf(recorded);
    const open = toUnits(recorded.open, decimals);
    if (this.openAtMs !== recorded.openAtMs) {
      this.openAtMs = recorded.openAtMs;
      this.reads = 0;
      this.high = open;
      this.low = open;
    }
    this.reads += 1;
    const close = this.walk(recorded, open, decimals);
    this.high = Math.max(this.high, close);
    this.low = Math.min(this.low, close);
    const traded = this.tradedShare(nowMs);
    return {
      openAtMs: recorded.openAtMs,
      open: fromUnits(open, decimals),
      high: fromUnits(this.high, decimals),
      low: fromUnits(this.low, decimals),
      close: fromUnits(close, decimals),
      volume: shareOf(recorded.volume, traded),
      turnover: recorded.turnover === undefined ? undefined : shareOf(recorded.turnover, traded),
    };
  }

  private walk(recorded: RecordedCandle, open: number, decimals: number): number {
    const low = toUnits(recorded.low, decimals);
    const range = toUnits(recorded.high, decimals) - low;
    const step = Math.max(1, Math.floor(range * STEP_SHARE));
    return low + ((open - low + this.reads * step) % (range + 1));
  }

  private tradedShare(nowMs: number): number {
    const elapsed = Math.min(1, Math.max(0, (nowMs - this.openAtMs) / HOUR_MS));
    return 1 - ((1 - elapsed) * READS_TO_HALF) / (READS_TO_HALF + this.reads);
  }
}
