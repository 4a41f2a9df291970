import type { TimeWindow } from '../../time-window.js';

/**
 * What is known about a hole. It is classified, never filled.
 *
 * `missing`: not proven, asked for again with growing waits. `confirmed-empty`: seen empty twice, far
 * enough apart, with data on both sides. `before-listing`, `after-delisting`: seen empty twice, at the
 * start or the end of the market's life. `before-history`: older than what the exchange keeps, so that it is
 * not asked for; no observation was needed.
 */
export type GapStatus =
  'missing' | 'confirmed-empty' | 'before-listing' | 'after-delisting' | 'before-history';

/**
 * A window inside the look-back for which the exchange gave no rows.
 *
 * `rowsExpected`: how many rows are due in it (candle grid, or the schedule around it).
 * `observations`: checked answers that agreed that it is empty; 0 when it was never answered (an error).
 * `evidence`: what was seen, in one line for people.
 */
export interface Gap extends TimeWindow {
  readonly status: GapStatus;
  readonly rowsExpected: number;
  readonly observations: number;
  readonly firstObservedAtMs: number;
  readonly lastObservedAtMs: number;
  readonly nextTryAtMs: number;
  readonly evidence: string;
}
