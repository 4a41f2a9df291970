import type { SeenMarket } from '@fullcarry/domain/desk/observation';
import { HOUR_MS } from '@fullcarry/domain/time-window';

export type Random = () => number;

/** Evenly spread numbers in [0, 1) for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function oneOf<Value>(random: Random, values: readonly [Value, ...Value[]]): Value {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

const LOT = { quantityStep: '0.001', minQuantity: '0.001', minNotionalUsdt: '5' };

/** A market whose truth moves by the hour; what is said of it may be less. */
export class SimulatedMarket {
  private spot = 100;
  private basis = 0;
  private basisMean = 0;
  private rate = '0.0003';
  private intervalHours = 8;
  private spotMissing = 0;
  private rowMissing = 0;
  private unprovenFor = 0;

  constructor(
    readonly symbol: string,
    private readonly random: Random,
  ) {}

  /** An hour passes. */
  move(): void {
    const { random } = this;
    this.jump();
    if (random() < 0.02) this.basisMean = oneOf(random, [0, 0.03, -0.02, 0.06, 0.12]);
    this.basis += (this.basisMean - this.basis) * 0.3 + (random() - 0.5) * 0.002;
    if (random() < 0.03) {
      this.rate = oneOf(random, ['0.0003', '0.0001', '-0.0004', '0.002', '0']);
      this.intervalHours = oneOf(random, [8, 4, 1]);
    }
    const lasting = (left: number, chance: number) =>
      left > 0 ? left - 1 : random() < chance ? Math.ceil(random() ** 3 * 100) : 0;
    this.spotMissing = lasting(this.spotMissing, 0.02);
    this.rowMissing = lasting(this.rowMissing, 0.01);
    this.unprovenFor = lasting(this.unprovenFor, 0.02);
  }

  /** What happens between two looks: mostly little, sometimes a crash, once in a while three times as much. */
  jump(): void {
    const { random } = this;
    const chance = random();
    if (chance < 0.004) this.spot *= oneOf(random, [0.6, 1.5, 3, 0.33]);
    else this.spot *= 1 + (random() - 0.5) * 0.01;
  }

  /** What is settled at this hour, if anything. */
  settlesAt(hour: number): string | undefined {
    return hour % this.intervalHours === 0 ? this.rate : undefined;
  }

  get truth(): { readonly spot: string; readonly perp: string } {
    return {
      spot: this.spot.toFixed(6),
      perp: (this.spot * (1 + this.basis)).toFixed(6),
    };
  }

  /** The last prices that are said now. */
  get said(): { readonly spot: string | undefined; readonly perp: string | undefined } {
    return {
      spot: this.spotMissing > 0 ? undefined : this.truth.spot,
      perp: this.rowMissing > 0 ? undefined : this.truth.perp,
    };
  }

  get isProven(): boolean {
    return this.unprovenFor === 0;
  }

  /** Undefined where no row of it is said at all. */
  seen(nowMs: number): SeenMarket | undefined {
    const { spot, perp } = this.said;
    if (perp === undefined) return undefined;
    const hourly = Number(this.rate) / this.intervalHours;
    return {
      symbol: this.symbol,
      nativeId: this.symbol,
      spotSymbol: `${this.symbol}-SPOT`,
      prices: { spot, perp, unitsPerContract: 1 },
      markPrice: perp,
      predicted: { rate: Number(this.rate), intervalMinutes: this.intervalHours * 60 },
      turnoverUsdt24h: 9e6,
      persistence: {
        settlements: 90,
        paidShare: 0.8,
        meanHourlyCarry: hourly,
        halfLifeHours: Infinity,
      },
      unproven: this.isProven
        ? undefined
        : { code: 'not-proven', text: `Not at ${nowMs / HOUR_MS}` },
      rules: { perpetual: LOT, spot: LOT, unitsPerContract: 1 },
      endsAtMs: undefined,
    };
  }
}
