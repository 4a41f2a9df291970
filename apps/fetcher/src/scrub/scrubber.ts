import { seriesInMarket } from '@fullcarry/domain/series';
import type { JobFetch } from '@fullcarry/contracts/jobs/job-fetch-v1';
import { DAY_MS, floorTo, hullOf, overlap, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { pageMs } from '../plan/page-ms.js';
import { SHORTEST_SLEEP_MS } from '../plan/next-pass.js';
import type { TrackedSeries } from '../plan/tracked-series.js';
import { overdueSeries, type ScrubState } from './scrub-state.js';

/** The share of the exchange's limit that reading again may take at the most. */
const MOST_OF_LIMIT = 0.05;

/** So much of the days is used at the usual pace: what is held up by a backfill is still read in time. */
const SHARE_OF_DAYS = 0.9;

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
  private readonly firstSeenAtMs = new Map<number, number>();
  private isLate = false;

  /**
   * `days`: in how many days every series is read once; 0 switches the scrub off. `report` hears in each pass how that
   * promise stands.
   */
  constructor(
    private readonly exchange: Exchange,
    private readonly days: number,
    private readonly report: (state: ScrubState) => void = () => undefined,
  ) {}

  /** Checks whether the promise is kept, whatever keeps the scrub from reading now. `nowMs`: this machine's clock. */
  watch(tracked: readonly TrackedSeries[], nowMs: number): void {
    if (this.days === 0) return;
    for (const { series } of tracked) {
      if (!this.firstSeenAtMs.has(series.id)) this.firstSeenAtMs.set(series.id, nowMs);
    }
    const overdue = overdueSeries(tracked, this.firstSeenAtMs, this.days, nowMs);
    this.isLate = overdue > 0;
    const daysNeeded = (this.countAll(tracked) * this.fastestMs) / DAY_MS;
    this.report({ daysNeeded, overdue });
  }

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
      series: seriesInMarket(series.key),
      // A gap is read whole, so that what became of it is seen in one answer.
      window: hullOf([window, ...gaps.filter((gap) => overlap(gap, window))]),
      purpose: 'scrub',
      plannedAtMs: Math.round(exchangeNowMs),
      wantedToMs: wanted.toMs,
    };
  }

  /** How long to wait between two windows so that all of them take no more than `days`; as fast as may be when late. */
  paceMs(tracked: readonly TrackedSeries[]): number {
    const windows = this.countAll(tracked);
    if (windows === 0) return DAY_MS;
    if (this.isLate) return this.fastestMs;
    return Math.max(this.fastestMs, (SHARE_OF_DAYS * this.days * DAY_MS) / windows);
  }

  /** One window a pass, and no more than its share of any of the exchange's limits. */
  private get fastestMs(): number {
    const { rates } = this.exchange.limits;
    const waits = rates.map(({ most, windowMs }) => windowMs / (most * MOST_OF_LIMIT));
    return Math.max(SHORTEST_SLEEP_MS, ...waits);
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
    const { readable, pieceMs, offsetMs } = this.cutsOf(one);
    const cursorMs = Math.max(readable.fromMs, one.series.scrubCursorMs ?? readable.fromMs);
    if (cursorMs >= readable.toMs) return undefined;
    const cutMs = floorTo(cursorMs - offsetMs, pieceMs) + offsetMs;
    return {
      fromMs: Math.max(readable.fromMs, cutMs),
      toMs: Math.min(readable.toMs, cutMs + pieceMs),
    };
  }

  /** How many windows all of them are read in. */
  private countAll(tracked: readonly TrackedSeries[]): number {
    return tracked.reduce((sum, one) => {
      const { readable, pieceMs, offsetMs } = this.cutsOf(one);
      if (readable.toMs <= readable.fromMs) return sum;
      const first = Math.floor((readable.fromMs - offsetMs) / pieceMs);
      return sum + Math.ceil((readable.toMs - offsetMs) / pieceMs) - first;
    }, 0);
  }

  /** What of a series can be read, and where it is cut: in the middle between the cuts of the first reading. */
  private cutsOf(one: TrackedSeries) {
    const pieceMs = pageMs(one, this.exchange);
    const { wanted, readableFromMs = wanted.fromMs } = one;
    const readable = { ...wanted, fromMs: Math.max(wanted.fromMs, readableFromMs) };
    return { readable, pieceMs, offsetMs: floorTo(pieceMs / 2, one.stepMs) };
  }
}
