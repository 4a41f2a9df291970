import type { Candle } from '@fullcarry/domain/candle';
import { ceilTo, floorTo, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { noise } from '../draw/draw.js';
import type { Listing } from '../time-line/listing.js';
import type { MarketValues } from './market-values.js';
import { statedAt, type RowFates } from './row-fate.js';
import type { RowState, TrueRow } from './true-row.js';
import type { ZombieRows } from '../time-line/world-event.js';

/** A candle that closed no longer ago than this may just be late. */
export const CANDLE_GRACE_MS = 5 * MINUTE_MS;

/** Most candles show closed within this after their end. */
const PUBLISHED_WITHIN_MS = 3_000;
const PUBLISHED = 21;

/** Every candle that the exchange ever states of one listing, whose trading ends before `endMs`. */
export class CandleTruth {
  constructor(
    private readonly key: number,
    private readonly listing: Listing,
    private readonly endMs: number,
    private readonly values: MarketValues,
    private readonly fates: RowFates,
    private readonly zombies: readonly ZombieRows[],
    /** How long a candle is. */
    readonly stepMs: number,
  ) {}

  stateOf(openAtMs: number): RowState {
    if (openAtMs >= this.endMs || openAtMs < this.firstOpenMs()) return 'never-due';
    return openAtMs < this.listing.listedAtMs ? 'optional' : 'due';
  }

  /** The candles that open in the window and are closed, ascending. */
  rows(window: TimeWindow, nowMs: number): TrueRow<Candle>[] {
    const fromMs = ceilTo(Math.max(window.fromMs, this.firstOpenMs()), this.stepMs);
    const toMs = Math.min(window.toMs, this.lastToMs(), nowMs - this.stepMs + 1);
    const rows: TrueRow<Candle>[] = [];
    for (let openAtMs = fromMs; openAtMs < toMs; openAtMs += this.stepMs) {
      if (this.isTraded(openAtMs) || this.zombieAt(openAtMs))
        rows.push(this.trueRow(openAtMs, nowMs));
    }
    return rows;
  }

  /** What the exchange gives for the window at an instant, the open candle included; ascending. */
  given(window: TimeWindow, nowMs: number): Candle[] {
    const closed = this.rows(window, nowMs).flatMap(({ value }) => value ?? []);
    const openAtMs = floorTo(nowMs, this.stepMs);
    const isAsked = window.fromMs <= openAtMs && openAtMs < window.toMs;
    const isGiven = this.fates.of(openAtMs, openAtMs).statedFromMs <= openAtMs;
    return isAsked && isGiven && this.isTraded(openAtMs)
      ? [...closed, this.values.unsettledCandle(openAtMs, nowMs)]
      : closed;
  }

  private trueRow(openAtMs: number, nowMs: number): TrueRow<Candle> {
    const closedAtMs = openAtMs + this.stepMs;
    const delay = noise(this.key, Math.floor(openAtMs / MINUTE_MS), PUBLISHED);
    const fate = this.fates.of(openAtMs, closedAtMs + Math.floor(delay ** 2 * PUBLISHED_WITHIN_MS));
    const { version, sinceMs } = statedAt(fate, nowMs);
    return {
      atMs: openAtMs,
      state: this.stateOf(openAtMs),
      statedSinceMs: fate.statedFromMs <= nowMs ? fate.statedFromMs : undefined,
      value: this.candle(openAtMs, version),
      valueSinceMs: sinceMs,
      isInGrace: nowMs < closedAtMs + CANDLE_GRACE_MS,
    };
  }

  private candle(openAtMs: number, version: number | 'unsettled' | undefined): Candle | undefined {
    if (version === undefined) return undefined;
    if (!this.isTraded(openAtMs))
      return this.values.frozenCandle(openAtMs, this.values.price(this.endMs));
    return version === 'unsettled'
      ? this.values.unsettledCandle(openAtMs, openAtMs + this.stepMs - 1)
      : this.values.candle(openAtMs, this.stepMs, version);
  }

  private firstOpenMs(): number {
    return floorTo(this.listing.listedAtMs, this.stepMs);
  }

  private lastToMs(): number {
    return Math.max(this.endMs, ...this.zombies.map(({ untilMs }) => untilMs));
  }

  private isTraded(openAtMs: number): boolean {
    return this.firstOpenMs() <= openAtMs && openAtMs < this.endMs;
  }

  private zombieAt(openAtMs: number): boolean {
    return this.zombies.some(({ hasCandles, untilMs }) => hasCandles && openAtMs < untilMs);
  }
}
