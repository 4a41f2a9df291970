import type { Candle } from './candle.js';

/** Open time, open, high, low, close, volume. */
const NUMBERS_A_CANDLE = 6;

/**
 * Candles, ascending, as numbers in one block: forty-eight bytes each, nothing for the garbage collector, and whole from
 * one thread to another without a copy.
 */
export class PackedCandles {
  constructor(readonly numbers: Float64Array<ArrayBuffer>) {}

  static of(candles: readonly Candle[]): PackedCandles {
    const numbers = new Float64Array(candles.length * NUMBERS_A_CANDLE);
    candles.forEach(({ openAtMs, open, high, low, close, volume }, n) => {
      numbers.set([openAtMs, open, high, low, close, volume], n * NUMBERS_A_CANDLE);
    });
    return new PackedCandles(numbers);
  }

  get length(): number {
    return this.numbers.length / NUMBERS_A_CANDLE;
  }

  /** Infinity behind the last. */
  openAtMs(n: number): number {
    return this.numbers[n * NUMBERS_A_CANDLE] ?? Infinity;
  }

  /** From the nth to before another, in a block of their own. */
  slice(from: number, to: number): PackedCandles {
    return new PackedCandles(this.numbers.slice(from * NUMBERS_A_CANDLE, to * NUMBERS_A_CANDLE));
  }

  candles(): Candle[] {
    return Array.from({ length: this.length }, (_, n) => {
      const from = n * NUMBERS_A_CANDLE;
      const [openAtMs = NaN, open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] =
        this.numbers.subarray(from, from + NUMBERS_A_CANDLE);
      return { openAtMs, open, high, low, close, volume };
    });
  }
}
