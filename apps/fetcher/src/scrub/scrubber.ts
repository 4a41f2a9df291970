import type { JobFetch } from '@fullcarry/contracts/job-fetch-v1';
import {
  cutWindow,
  DAY_MS,
  floorTo,
  hullOf,
  overlap,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { pageMs, seriesOf } from '../plan/plan-jobs.js';
import type { TrackedSeries } from '../plan/tracked-series.js';

/** The share of the exchange's limit that reading again may take at the most. */
const MOST_OF_LIMIT = 0.05;

interface Asked {
  readonly fromMs: number;
  readonly atMs: number;
}

/**
 * Slowly reads the whole history again, in windows cut at other places than the first time: no rule can
 * notice a single settlement that was left out next to a regular stretch.
 */
export class Scrubber {
  private lastAtMs = 0;
  private readonly asked = new Map<number, Asked>();

  /** `days`: in how many days every series is read once; 0 switches the scrub off. */
  constructor(
    private readonly exchange: Exchange,
    private readonly days: number,
  ) {}

  /** When the next window is due, by this machine's clock. */
  nextAtMs(tracked: readonly TrackedSeries[]): number {
    return this.days === 0 ? Infinity : this.lastAtMs + this.paceMs(tracked);
  }

  /** The window that is due to be read again; undefined when none is. `nowMs`: this machine's clock. */
  next(
    tracked: readonly TrackedSeries[],
    exchangeNowMs: number,
    nowMs: number,
  ): JobFetch | undefined {
    if (nowMs < this.nextAtMs(tracked)) return undefined;
    this.lastAtMs = nowMs;
    const [first] = [...tracked].sort((a, b) => this.turn(a) - this.turn(b));
    const window = first && this.nextWindow(first);
    if (!window) return undefined;
    const { series, wanted, gaps } = first;
    this.asked.set(series.id, { fromMs: window.fromMs, atMs: nowMs });
    return {
      v: 1,
      exchange: this.exchange.id,
      symbol: series.market.symbol,
      series: seriesOf(series.key),
      // A gap is read whole, so that what became of it is seen in one answer.
      window: hullOf([window, ...gaps.filter((gap) => overlap(gap, window))]),
      purpose: 'scrub',
      plannedAtMs: Math.round(exchangeNowMs),
      wantedToMs: wanted.toMs,
    };
  }

  /** How long to wait between two windows so that all of them take `days`. */
  paceMs(tracked: readonly TrackedSeries[]): number {
    const windows = tracked.reduce((sum, one) => sum + this.windows(one).length, 0);
    const { rates } = this.exchange.limits;
    const fastestMs = Math.max(
      ...rates.map(({ most, windowMs }) => windowMs / (most * MOST_OF_LIMIT)),
    );
    return windows === 0 ? DAY_MS : Math.max(fastestMs, (this.days * DAY_MS) / windows);
  }

  /**
   * One that was begun goes first, then the one that was finished longest ago. One whose window was asked
   * for and did not come waits like one that was just finished, so that it keeps no other from its turn.
   */
  private turn(one: TrackedSeries): number {
    const { id, scrubCursorMs, scrubbedAtMs } = one.series;
    const asked = this.asked.get(id);
    if (asked && asked.fromMs === this.nextWindow(one)?.fromMs) return asked.atMs;
    return scrubCursorMs === undefined ? (scrubbedAtMs ?? 0) : Number.NEGATIVE_INFINITY;
  }

  private nextWindow(one: TrackedSeries): TimeWindow | undefined {
    const cursorMs = one.series.scrubCursorMs ?? one.wanted.fromMs;
    return this.windows(one).find((window) => window.toMs > cursorMs);
  }

  private windows(one: TrackedSeries): TimeWindow[] {
    const pieceMs = pageMs(one, this.exchange);
    const { wanted, readableFromMs = wanted.fromMs } = one;
    const readable = { ...wanted, fromMs: Math.max(wanted.fromMs, readableFromMs) };
    return cutWindow(readable, pieceMs, floorTo(pieceMs / 2, one.stepMs));
  }
}
