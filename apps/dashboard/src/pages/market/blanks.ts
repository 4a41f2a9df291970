import type { TimeWindow } from '@fullcarry/domain/time-window';

/**
 * The instants at which nothing is drawn so that the drawing shows a hole: every step of each hole and its
 * end, ascending, without those that are taken. A chart that is not told of them would join over the hole.
 */
export function blanksFor(
  holes: readonly TimeWindow[],
  stepMs: number,
  taken: ReadonlySet<number>,
): number[] {
  const blanks = new Set<number>();
  for (const { fromMs, toMs } of holes) {
    for (let atMs = fromMs; atMs < toMs; atMs += stepMs) blanks.add(atMs);
    blanks.add(toMs);
  }
  return [...blanks].filter((atMs) => !taken.has(atMs)).sort((a, b) => a - b);
}
