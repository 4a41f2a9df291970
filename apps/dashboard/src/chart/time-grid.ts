import type { TimeWindow } from '@fullcarry/domain/time-window';

/**
 * Every step of a window, ascending. A chart that is told of each of them, with a value or without, has a linear
 * axis of time: the library places points by their number, not by their time.
 */
export function timeGrid({ fromMs, toMs }: TimeWindow, stepMs: number): number[] {
  const first = Math.floor(fromMs / stepMs) * stepMs;
  const count = Math.max(0, Math.ceil((toMs - first) / stepMs) + 1);
  return Array.from({ length: count }, (_, index) => first + index * stepMs);
}

/** The windows with both edges on the grid, not smaller than before: an edge off the grid can't be drawn. */
export function onGrid<Window extends TimeWindow>(
  windows: readonly Window[],
  grid: TimeWindow,
  stepMs: number,
): Window[] {
  const first = Math.floor(grid.fromMs / stepMs) * stepMs;
  const last = Math.ceil(grid.toMs / stepMs) * stepMs;
  const within = (atMs: number) => Math.min(Math.max(atMs, first), last);
  return windows
    .map((window) => ({
      ...window,
      fromMs: within(Math.floor(window.fromMs / stepMs) * stepMs),
      toMs: within(Math.ceil(window.toMs / stepMs) * stepMs),
    }))
    .filter(({ fromMs, toMs }) => fromMs < toMs);
}
