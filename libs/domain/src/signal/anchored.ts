import { DAY_MS, floorTo } from '../time-window.js';

/** Memories begin at whole multiples of this since 1970. */
export const ANCHOR_MS = 90 * DAY_MS;

/**
 * A state that forgets by the calendar: it was begun at the anchor before the last one, and another one, begun at the
 * last anchor, is made ready to take its place.
 *
 * So its value depends on the rows since that anchor (90 to 180 days) and on nothing before. Whoever has those rows comes
 * to the same digits, however long ago he began to read: a desk that was started an hour ago, and a backtest of years.
 */
export interface Anchored<State> {
  readonly anchorMs: number;
  readonly older: State | undefined;
  readonly newer: State | undefined;
}

/** From when on rows count for a value at an instant. */
export function anchorBefore(atMs: number): number {
  return floorTo(atMs, ANCHOR_MS) - ANCHOR_MS;
}

export function anchoredStep<State>(
  before: Anchored<State> | undefined,
  atMs: number,
  step: (state: State | undefined) => State,
): Anchored<State> {
  const anchorMs = floorTo(atMs, ANCHOR_MS);
  if (!before) {
    const first = step(undefined);
    return { anchorMs, older: first, newer: first };
  }
  if (anchorMs === before.anchorMs) {
    const older = step(before.older);
    // Until the first anchor passes both are the same.
    const newer = before.newer === before.older ? older : step(before.newer);
    return { anchorMs, older, newer };
  }
  // Of what is two anchors old nothing is left, and so is of the one between where it had no row.
  const kept = anchorMs === before.anchorMs + ANCHOR_MS ? before.newer : undefined;
  const newer = step(undefined);
  return { anchorMs, older: kept === undefined ? newer : step(kept), newer };
}
