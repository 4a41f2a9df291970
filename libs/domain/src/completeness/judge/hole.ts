import type { TimeWindow } from '../../time-window.js';

/** A stretch in which rows are due and none came. `rowsExpected` is at least 1. */
export interface Hole extends TimeWindow {
  readonly rowsExpected: number;
}
