import { stampMinute, type Settlement } from '@fullcarry/domain/settlement';
import { holds, MINUTE_MS, HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { noise } from '../draw/draw.js';
import { countUpTo, type FundingTimetable } from './funding-timetable.js';
import type { MarketValues } from './market-values.js';
import { statedAt, type RowFates } from './row-fate.js';
import type { RowState, TrueRow } from './true-row.js';
import type { ZombieRows } from '../time-line/world-event.js';

/** A settlement that is absent no longer than this may just be late. */
export const SETTLEMENT_GRACE_MS = 15 * MINUTE_MS;

/** Most settlements show within this after their time. */
const PUBLISHED_WITHIN_MS = 30_000;
const PUBLISHED = 11;
const JITTER = 12;

interface Row {
  readonly atMs: number;
  readonly state: RowState;
  /** From when on it can be had at the earliest. */
  readonly fromMs: number;
  /** Undefined where it is one of the listing's own. */
  readonly rate: string | undefined;
}

/** How many rows a page has, and from which end of what was asked for. */
export interface PageEnd {
  readonly most: number;
  readonly holds: 'newest' | 'oldest';
}

/** Every settlement that the exchange ever states of one listing. */
export class SettlementTruth {
  private readonly rowsByTime: readonly Row[];
  private readonly times: readonly number[];
  private readonly firstRates = new Map<number, string>();

  /** `jitterMs`: how late stamps are at most. */
  constructor(
    private readonly key: number,
    timetable: FundingTimetable,
    private readonly values: MarketValues,
    private readonly fates: RowFates,
    zombies: readonly ZombieRows[],
    private readonly jitterMs: number,
  ) {
    const due = timetable.settlements.map((atMs) => this.rowAt(atMs, 'due'));
    const invented = fates
      .invented()
      .filter(({ atMs }) => !timetable.isDue(atMs))
      .map(({ atMs, fromMs }) => ({ ...this.rowAt(atMs, 'never-due'), fromMs }));
    const dead = zombies.flatMap((zombie) =>
      zombieTimes(zombie).map((atMs) => ({ ...this.rowAt(atMs, 'never-due'), rate: zombie.rate })),
    );
    const byTime = new Map([...dead, ...invented, ...due].map((row) => [row.atMs, row]));
    this.rowsByTime = [...byTime.values()].sort((a, b) => a.atMs - b.atMs);
    this.times = this.rowsByTime.map(({ atMs }) => atMs);
  }

  /** The rows of the window whose time has come, ascending. */
  rows(window: TimeWindow, nowMs: number): TrueRow<Settlement>[] {
    const from = countUpTo(this.times, window.fromMs - 1);
    const to = countUpTo(this.times, Math.min(window.toMs - 1, nowMs));
    return this.rowsByTime.slice(from, to).map((row) => this.trueRow(row, nowMs));
  }

  /** The settlements of a window by their stamps, as given at an instant; those on one page, ascending. */
  page(window: TimeWindow, nowMs: number, { most, holds: end }: PageEnd): Settlement[] {
    // Stamps are minutes late at the most.
    const from = countUpTo(this.times, window.fromMs - HOUR_MS);
    const to = countUpTo(this.times, Math.min(window.toMs - 1, nowMs));
    const page: Settlement[] = [];
    for (let i = 0; i < to - from && page.length < most; i += 1) {
      const row = this.rowsByTime[end === 'newest' ? to - 1 - i : from + i];
      const value = row && this.trueRow(row, nowMs).value;
      if (value && holds(window, stampMinute(value.stampedAtMs))) page.push(value);
    }
    return end === 'newest' ? page.reverse() : page;
  }

  private trueRow(row: Row, nowMs: number): TrueRow<Settlement> {
    const { atMs, state, fromMs } = row;
    const fate = this.fates.of(atMs, fromMs);
    const { version, sinceMs } = statedAt(fate, nowMs);
    const stampedAtMs = atMs + this.jitterOf(atMs) + fate.stampOffsetMs;
    return {
      atMs,
      state,
      statedSinceMs: fate.statedFromMs <= nowMs ? fate.statedFromMs : undefined,
      value: typeof version === 'number' ? this.settlement(row, stampedAtMs, version) : undefined,
      valueSinceMs: sinceMs,
      isInGrace: nowMs < atMs + SETTLEMENT_GRACE_MS,
    };
  }

  private settlement(row: Row, stampedAtMs: number, version: number): Settlement {
    const rate =
      row.rate ?? (version === 0 ? this.firstRate(row) : this.values.rate(row.atMs, version));
    return { settledAtMs: row.atMs, stampedAtMs, rate };
  }

  /** Asked for again and again, and not cheap to write. */
  private firstRate({ atMs }: Row): string {
    const known = this.firstRates.get(atMs);
    if (known !== undefined) return known;
    const rate = this.values.rate(atMs, 0);
    this.firstRates.set(atMs, rate);
    return rate;
  }

  private rowAt(atMs: number, state: RowState): Row {
    const delay = noise(this.key, Math.floor(atMs / MINUTE_MS), PUBLISHED) ** 3;
    const fromMs = atMs + Math.floor(delay * PUBLISHED_WITHIN_MS);
    return { atMs, state, fromMs, rate: undefined };
  }

  private jitterOf(atMs: number): number {
    return Math.floor(this.jitterMs * noise(this.key, Math.floor(atMs / MINUTE_MS), JITTER));
  }
}

function zombieTimes({ atMs, untilMs, hours }: ZombieRows): number[] {
  const stepMs = hours * HOUR_MS;
  const times: number[] = [];
  for (let t = Math.ceil((atMs + 1) / stepMs) * stepMs; t < untilMs; t += stepMs) times.push(t);
  return times;
}
