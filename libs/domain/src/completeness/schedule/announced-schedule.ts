import { SETTLEMENT_GRACE_MS } from './grace.js';
import { covers, MINUTE_MS, type TimeWindow } from '../../time-window.js';

/** So much later than it is stamped an announcement may have been made: clocks differ, and an answer takes its time. */
const STAMPED_EARLY_MS = MINUTE_MS;

/**
 * What a ticker announced of the next settlement: that it is at `nextAtMs`, `intervalMs` after the one before it.
 * `observedAtMs` is the exchange's time of that.
 */
export interface Announcement {
  readonly observedAtMs: number;
  readonly nextAtMs: number;
  readonly intervalMs: number;
}

/**
 * Settlements that were announced one after the other at equal distances: `firstNextAtMs`, `firstNextAtMs` +
 * `intervalMs`, … `lastNextAtMs`. The first was announced at `observedAtMs`, each later one before its time came.
 */
export interface AnnouncedRun {
  readonly observedAtMs: number;
  readonly firstNextAtMs: number;
  readonly intervalMs: number;
  readonly lastNextAtMs: number;
}

/**
 * Returns the run that an announcement makes, or makes longer; undefined when it says nothing new. `last` is the
 * newest run that is known.
 *
 * A ticker that lags calls a settlement "next" whose time has come: that is no news. One that is long past its
 * own time is none at all (settling contracts keep it for months).
 */
export function announcedRun(
  last: AnnouncedRun | undefined,
  { observedAtMs, nextAtMs, intervalMs }: Announcement,
): AnnouncedRun | undefined {
  if (nextAtMs < observedAtMs - SETTLEMENT_GRACE_MS) return undefined;
  if (last && nextAtMs <= last.lastNextAtMs && nextAtMs <= observedAtMs) return undefined;
  if (last?.lastNextAtMs === nextAtMs) return undefined;
  const goesOn =
    last?.intervalMs === intervalMs &&
    last.lastNextAtMs + intervalMs === nextAtMs &&
    last.lastNextAtMs <= observedAtMs + STAMPED_EARLY_MS;
  return goesOn
    ? { ...last, lastNextAtMs: nextAtMs }
    : { observedAtMs, firstNextAtMs: nextAtMs, intervalMs, lastNextAtMs: nextAtMs };
}

/** A stretch of time of which the exchange announced beforehand when it settles in it. */
interface Announced extends TimeWindow {
  readonly run: AnnouncedRun;
}

/**
 * The stretches in which nothing but the announced instants is due: from the moment of an announcement up to and
 * including the last instant of its run, or until another announcement took its place.
 */
function announcedStretches(runs: readonly AnnouncedRun[]): Announced[] {
  return runs.map((run, i) => ({
    run,
    fromMs: run.observedAtMs + STAMPED_EARLY_MS,
    toMs: Math.min(
      run.lastNextAtMs + 1,
      (runs[i + 1]?.observedAtMs ?? Infinity) + STAMPED_EARLY_MS,
    ),
  }));
}

/** When the exchange announced a settlement and did not take it back before its time; ascending. */
export function announcedInstants(runs: readonly AnnouncedRun[], window: TimeWindow): number[] {
  return announcedStretches(runs).flatMap(({ run, toMs }) => {
    const instants: number[] = [];
    const endMs = Math.min(toMs, window.toMs);
    // A run that begins after its first instant was announced by a ticker that lagged.
    for (let atMs = run.firstNextAtMs; atMs < endMs; atMs += run.intervalMs) {
      if (atMs >= window.fromMs) instants.push(atMs);
    }
    return instants;
  });
}

/** Whether the exchange had announced by then which settlements come next, so that no other is due at the instant. */
export function wasAnnounced(runs: readonly AnnouncedRun[], atMs: number): boolean {
  return covers(announcedStretches(runs), atMs);
}
