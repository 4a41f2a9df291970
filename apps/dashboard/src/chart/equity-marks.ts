import type { RecordedPoint } from './recorded-grid.js';

/** Something that happened, beside a curve of equity. */
export interface EquityEvent {
  readonly atMs: number;
  readonly shape: 'arrowUp' | 'arrowDown' | 'square';
  /** Nothing was lost by it, and nobody stopped anything. */
  readonly isGood: boolean;
  readonly text: string;
}

/**
 * The marks on the curve's own points, each at the last point before it, of one shape and one point only one. What is
 * older than the curve has no place on it.
 */
export function marksOf(
  events: readonly EquityEvent[],
  points: readonly RecordedPoint[],
  stepMs: number,
): EquityEvent[] {
  const marks = new Map<string, EquityEvent>();
  for (const event of events) {
    const place = points.findLast(({ atMs }) => atMs <= event.atMs + stepMs);
    if (!place) continue;
    marks.set(`${place.atMs} ${event.shape} ${event.isGood}`, { ...event, atMs: place.atMs });
  }
  return [...marks.values()].sort((a, b) => a.atMs - b.atMs);
}

/** What happened around a point of the curve, in one line. */
export function marksNear(events: readonly EquityEvent[], atMs: number, stepMs: number): string {
  return events
    .filter((event) => Math.abs(event.atMs - atMs) <= 2 * stepMs)
    .map(({ text }) => text)
    .join('  ·  ');
}
