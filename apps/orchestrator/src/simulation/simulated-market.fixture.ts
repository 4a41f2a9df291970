import {
  NO_SIGNALS,
  signalValues,
  type SignalValues,
} from '@fullcarry/domain/signal/market-signals';
import { exactSetting, plain } from '@fullcarry/domain/desk/book/exact';
import type { PriceRange } from '@fullcarry/domain/desk/margin/liquidation';
import type { SeenLeg, SeenMarket } from '@fullcarry/domain/desk/observe/observation';
import type { InstrumentKind, LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import type { LotSize } from '@fullcarry/domain/market/trading-rules';
import type { Leg } from '@fullcarry/domain/desk/trade/fill-price';
import type { Reason } from '@fullcarry/domain/desk/decide/verdict';
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

const SPOT_LOT: LotSize = { quantityStep: '0.001', minQuantity: '0.001', minNotionalUsdt: '5' };

/** What a dynamic size asks of a market: a bad day of 0.9 %. */
const SIGNALS: SignalValues = {
  ...signalValues(NO_SIGNALS),
  ...{ tailRate: -0.0003, basisVolatility: 0.0002 },
};

/** A market whose truth moves by the hour; what is quoted of it may be less. */
export class SimulatedMarket {
  private spot = 100;
  /** What another exchange's market of the same coin follows: its spot price. */
  get coin(): number {
    return this.spot;
  }
  private basis = 0;
  private basisMean = 0;
  private rate = '0.0003';
  private intervalHours = 8;
  private spotMissing = 0;
  private rowMissing = 0;
  private unprovenFor = 0;

  /** When it ends, and from when on that is announced; it may end without a word. */
  private readonly endHour: number;
  private readonly announcedHour: number;
  private hour = 0;
  /** Which of its two markets holds less. */
  private readonly thinner: Leg;
  /** Whether it takes the fee of coins that are bought in coins. */
  readonly takesCoins: boolean;
  readonly lots: Readonly<Record<InstrumentKind, LotSize>>;
  /** Every price of the perpetual that was met, with its instant. */
  readonly path: { readonly atMs: number; readonly price: number }[] = [];

  constructor(
    /** The exchange that it is traded on. */
    readonly venue: string,
    readonly symbol: string,
    private readonly random: Random,
    private readonly clock: () => number,
  ) {
    this.endHour = random() < 0.3 ? 50 + Math.floor(random() * 200) : Infinity;
    this.announcedHour = this.endHour - oneOf(random, [0, 3, 30, 72]);
    this.thinner = random() < 0.7 ? 'long' : 'short';
    this.takesCoins = random() < 0.4;
    const step = oneOf(random, ['0.001', '0.1', '1']);
    const perpetual = { quantityStep: step, minQuantity: step, minNotionalUsdt: '5' };
    this.lots = { spot: SPOT_LOT, perpetual };
  }

  /** The announced end; undefined before it is announced. */
  get endsAtMs(): number | undefined {
    return this.hour >= this.announcedHour ? this.endHour * HOUR_MS : undefined;
  }

  get isOver(): boolean {
    return this.hour >= this.endHour;
  }

  /** An hour passes. */
  move(hour: number): void {
    const { random } = this;
    this.hour = hour;
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
    this.meet();
  }

  /** Follows the coin of another exchange. */
  follow(coin: number): void {
    this.spot = coin;
    this.meet();
  }

  /** What happens between two cycles: mostly little, sometimes a crash, once in a while three times as much. */
  jump(): void {
    const { random } = this;
    const chance = random();
    if (chance < 0.004) this.spot *= oneOf(random, [0.6, 1.5, 3, 0.33]);
    else this.spot *= 1 + (random() - 0.5) * 0.01;
    this.meet();
    // Three times as much for a moment, between two cycles.
    if (random() > 0.0005) return;
    this.spot *= 3;
    this.meet();
    this.spot /= 3;
    this.meet();
  }

  private meet(): void {
    if (!this.isOver) this.path.push({ atMs: this.clock(), price: Number(this.truth.perpetual) });
  }

  /** What is settled at this hour, if anything. */
  settlesAt(hour: number): string | undefined {
    return hour % this.intervalHours === 0 && !this.isOver ? this.rate : undefined;
  }

  get truth(): { readonly spot: string; readonly perpetual: string } {
    return {
      spot: this.spot.toFixed(6),
      perpetual: (this.spot * (1 + this.basis)).toFixed(6),
    };
  }

  /** The last prices that are quoted now. */
  get quoted(): Readonly<Record<InstrumentKind, string | undefined>> {
    return {
      spot: this.spotMissing > 0 ? undefined : this.truth.spot,
      perpetual: this.rowMissing > 0 || this.isOver ? undefined : this.truth.perpetual,
    };
  }

  get isProven(): boolean {
    return this.unprovenFor === 0;
  }

  /** What its perpetual is, and its coins. */
  market(instrument: InstrumentKind): LegMarket {
    const { venue, symbol } = this;
    const name = instrument === 'spot' ? `${symbol}/USDT` : symbol;
    return { venue, instrument, symbol: name, nativeId: name, unitsPerContract: 1 };
  }

  /** As a leg of a pair; undefined where no row of it is published at all. */
  seenLeg(): SeenLeg | undefined {
    const { perpetual } = this.quoted;
    if (perpetual === undefined) return undefined;
    const predicted = { rate: Number(this.rate), intervalMinutes: this.intervalHours * 60 };
    const persistence = {
      settlements: 90,
      paidShare: 0.8,
      meanHourlyCarry: Number(this.rate) / this.intervalHours,
      hourlyDeviation: 0,
      halfLifeHours: Infinity,
    };
    return {
      ...this.market('perpetual'),
      markPrice: perpetual,
      funding: { predicted, persistence },
    };
  }

  get unproven(): Reason | undefined {
    return this.isProven ? undefined : { code: 'not-proven', text: 'A candle is not proven' };
  }

  /** With its coins. */
  seen(): SeenMarket | undefined {
    const short = this.seenLeg();
    const { spot, perpetual } = this.quoted;
    if (!short) return undefined;
    return {
      symbol: this.symbol,
      nativeId: this.symbol,
      legs: {
        long: { ...this.market('spot'), markPrice: undefined, funding: undefined },
        short,
      },
      prices: { long: spot, short: perpetual, unitsPerContract: 1 },
      thinner: this.thinner,
      turnoverUsdt24h: 9e6,
      unproven: this.unproven,
      rules: { long: this.lots.spot, short: this.lots.perpetual, unitsPerContract: 1 },
      endsAtMs: this.endsAtMs,
      signals: SIGNALS,
    };
  }

  /** What its candles say of a stretch; nothing while no row of it is published. */
  range(fromMs: number, toMs: number): PriceRange | undefined {
    if (this.rowMissing > 0 && !this.isOver) return undefined;
    const met = this.path.filter(({ atMs }) => atMs > fromMs && atMs <= toMs);
    if (met.length === 0) return undefined;
    const prices = met.map(({ price }) => price);
    const [highPrice, lowPrice] = [Math.max(...prices), Math.min(...prices)].map((one) =>
      plain(exactSetting(one)),
    );
    return { highPrice: highPrice ?? '', lowPrice: lowPrice ?? '', fromMs, toMs };
  }
}
