/** Half-open [fromMs, toMs), UTC epoch milliseconds. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The calendar pieces in which a series is certified: UTC days, at whose boundaries every look-back begins. */
export const PIECE_MS = DAY_MS;

/** The largest multiple of `stepMs` that is not later than `atMs`. */
export function floorTo(atMs: number, stepMs: number): number {
  return Math.floor(atMs / stepMs) * stepMs;
}

/** The smallest multiple of `stepMs` that is not earlier than `atMs`. */
export function ceilTo(atMs: number, stepMs: number): number {
  return Math.ceil(atMs / stepMs) * stepMs;
}

export function durationMs(window: TimeWindow): number {
  return Math.max(0, window.toMs - window.fromMs);
}

export function totalMs(windows: readonly TimeWindow[]): number {
  return windows.reduce((sum, window) => sum + durationMs(window), 0);
}

export function holds(window: TimeWindow, atMs: number): boolean {
  return window.fromMs <= atMs && atMs < window.toMs;
}

/** Whether the windows share an instant; an empty one shares none, wherever it lies. */
export function overlap(a: TimeWindow, b: TimeWindow): boolean {
  return Math.max(a.fromMs, b.fromMs) < Math.min(a.toMs, b.toMs);
}

/** Whether any of the windows holds the instant. */
export function covers(windows: readonly TimeWindow[], atMs: number): boolean {
  return windows.some((window) => holds(window, atMs));
}

/** Whether every instant of `inner` is in `outer`. */
export function within(inner: TimeWindow, outer: TimeWindow): boolean {
  return outer.fromMs <= inner.fromMs && inner.toMs <= outer.toMs;
}

/** The shortest window that holds all of the windows; there is at least one. */
export function hullOf(windows: readonly [TimeWindow, ...TimeWindow[]]): TimeWindow {
  return {
    fromMs: Math.min(...windows.map((window) => window.fromMs)),
    toMs: Math.max(...windows.map((window) => window.toMs)),
  };
}

/** The same instants as sorted, disjoint, non-empty windows; windows that touch become one. */
export function mergeWindows(windows: readonly TimeWindow[]): TimeWindow[] {
  const sorted = windows
    .filter((window) => durationMs(window) > 0)
    .sort((a, b) => a.fromMs - b.fromMs);
  const merged: TimeWindow[] = [];
  for (const window of sorted) {
    const last = merged.at(-1);
    if (last && window.fromMs <= last.toMs) {
      merged[merged.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, window.toMs) };
    } else {
      merged.push({ fromMs: window.fromMs, toMs: window.toMs });
    }
  }
  return merged;
}

/** Every instant of `from` that is in none of `taken`, as sorted disjoint windows. */
export function subtractWindows(
  from: readonly TimeWindow[],
  taken: readonly TimeWindow[],
): TimeWindow[] {
  const holes = mergeWindows(taken);
  return mergeWindows(from).flatMap((window) => {
    const left: TimeWindow[] = [];
    let cursorMs = window.fromMs;
    for (const hole of holes) {
      if (hole.toMs <= cursorMs) continue;
      if (hole.fromMs >= window.toMs) break;
      if (hole.fromMs > cursorMs) left.push({ fromMs: cursorMs, toMs: hole.fromMs });
      cursorMs = Math.max(cursorMs, hole.toMs);
    }
    if (cursorMs < window.toMs) left.push({ fromMs: cursorMs, toMs: window.toMs });
    return left;
  });
}

/** Every instant that is in both, as sorted disjoint windows. */
export function intersectWindows(a: readonly TimeWindow[], b: readonly TimeWindow[]): TimeWindow[] {
  return subtractWindows(a, subtractWindows(a, b));
}

/**
 * The window cut into pieces of at most `pieceMs`, at the multiples of `pieceMs` (plus `offsetMs`), so that
 * the same stretch is cut at the same places whenever and wherever it is planned.
 */
export function cutWindow(window: TimeWindow, pieceMs: number, offsetMs = 0): TimeWindow[] {
  if (!(pieceMs > 0)) throw new RangeError(`A window can't be cut into pieces of ${pieceMs} ms`);
  const pieces: TimeWindow[] = [];
  for (let fromMs = window.fromMs; fromMs < window.toMs;) {
    const nextCutMs = floorTo(fromMs - offsetMs, pieceMs) + pieceMs + offsetMs;
    const toMs = Math.min(nextCutMs, window.toMs);
    pieces.push({ fromMs, toMs });
    fromMs = toMs;
  }
  return pieces;
}
