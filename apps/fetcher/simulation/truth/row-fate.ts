import type { RowShape } from '@fullcarry/domain/series';
import type { HoursLacking, RowEvent, WorldEvent } from '../time-line/world-event.js';

/** What becomes of one row: `revisions` are instants, ascending. Never stated: `statedFromMs` is Infinity. */
export interface RowFate {
  readonly statedFromMs: number;
  readonly settledFromMs: number;
  readonly revisions: readonly number[];
  readonly vanishedFromMs: number;
  readonly stampOffsetMs: number;
}

/** The events that touch the rows of one series of one listing. */
export class RowFates {
  private readonly events = new Map<number, RowEvent[]>();
  private readonly lacking: readonly HoursLacking[];
  private readonly emptyUntilMs: number;

  constructor(
    events: readonly WorldEvent[],
    private readonly on: string,
    private readonly series: RowShape,
  ) {
    for (const event of events) {
      if ('rowAtMs' in event && event.kind !== 'row-given-once') this.remember(event);
    }
    this.lacking = events
      .filter((event) => event.kind === 'hours-lacking')
      .filter((event) => event.series === series && (event.on ?? on) === on);
    this.emptyUntilMs = Math.max(
      ...events.map((event) =>
        event.kind === 'empty-history' && event.on === on && series === 'funding'
          ? event.untilMs
          : -Infinity,
      ),
    );
  }

  /** Rows that are made up: their keys, and from when on they are given. */
  invented(): readonly { readonly atMs: number; readonly fromMs: number }[] {
    return [...this.events].flatMap(([atMs, events]) =>
      events
        .filter(({ kind }) => kind === 'row-invented')
        .map((event) => ({ atMs, fromMs: Math.max(atMs, event.atMs) })),
    );
  }

  /** `publishedMs`: when the row shows if nothing happens to it. */
  of(rowAtMs: number, publishedMs: number): RowFate {
    const events = this.events.get(rowAtMs) ?? [];
    // Nothing happens to most rows, and they are asked for most.
    if (events.length === 0 && this.lacking.length === 0) {
      return plainFate(Math.max(publishedMs, this.emptyUntilMs));
    }
    const isLacking = this.lacking.some(
      ({ atMs, untilMs }) => atMs <= rowAtMs && rowAtMs < untilMs,
    );
    const statedFromMs = isLacking
      ? Infinity
      : Math.max(publishedMs, this.emptyUntilMs, ...events.map(heldBackUntilMs));
    const of = (kind: RowEvent['kind']) =>
      events.filter((event) => event.kind === kind).map(({ atMs }) => atMs);
    return {
      statedFromMs,
      settledFromMs: Math.max(statedFromMs, ...events.map(unsettledUntilMs)),
      revisions: of('row-revised').filter((atMs) => atMs > statedFromMs),
      vanishedFromMs: Math.min(
        ...of('row-vanished').map((atMs) => Math.max(atMs, statedFromMs)),
        Infinity,
      ),
      stampOffsetMs: events.reduce(
        (sum, event) => sum + (event.kind === 'odd-stamp' ? event.byMs : 0),
        0,
      ),
    };
  }

  private remember(event: RowEvent): void {
    if (event.on !== this.on || event.series !== this.series) return;
    const before = this.events.get(event.rowAtMs) ?? [];
    this.events.set(event.rowAtMs, [...before, event]);
  }
}

function plainFate(statedFromMs: number): RowFate {
  return {
    statedFromMs,
    settledFromMs: statedFromMs,
    revisions: [],
    vanishedFromMs: Infinity,
    stampOffsetMs: 0,
  };
}

function heldBackUntilMs(event: RowEvent): number {
  const isHeldBack = event.kind !== 'candle-unsettled' && 'untilMs' in event;
  return isHeldBack ? event.untilMs : -Infinity;
}

function unsettledUntilMs(event: RowEvent): number {
  return event.kind === 'candle-unsettled' ? event.untilMs : -Infinity;
}

/** What the exchange states of a row at an instant: which version of it, and since when; or nothing. */
export function statedAt(fate: RowFate, nowMs: number): Stated {
  if (nowMs < fate.statedFromMs) return { version: undefined, sinceMs: undefined };
  if (nowMs >= fate.vanishedFromMs) return { version: undefined, sinceMs: fate.vanishedFromMs };
  if (nowMs < fate.settledFromMs) return { version: 'unsettled', sinceMs: fate.statedFromMs };
  if (fate.revisions.length === 0) return { version: 0, sinceMs: fate.settledFromMs };
  const revisions = fate.revisions.filter((atMs) => atMs <= nowMs);
  const sinceMs = Math.max(fate.settledFromMs, ...revisions);
  return { version: revisions.length, sinceMs };
}

export interface Stated {
  readonly version: number | 'unsettled' | undefined;
  readonly sinceMs: number | undefined;
}
