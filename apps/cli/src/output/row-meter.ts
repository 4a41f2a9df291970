import { countText } from './count-text.js';
import { duration } from './duration.js';

/** How far the rows are. */
export interface RowProgress {
  readonly rowsDone: number;
  readonly rowsTotal: number;
}

/** Where lines can't be redrawn, one for each tenth. */
const STEPS = 10;

/** How fast rows are dealt with, and how long it still takes. `verb`: what is done with them, `Copied`. */
export class RowMeter {
  private readonly startedMs = performance.now();
  private first: number | undefined;
  private tenths = -1;

  constructor(private readonly verb: string) {}

  text({ rowsDone, rowsTotal }: RowProgress): string {
    // What an earlier run did took no time in this one.
    this.first ??= rowsDone;
    const seconds = (performance.now() - this.startedMs) / 1_000;
    const perSecond = (rowsDone - this.first) / Math.max(seconds, 0.001);
    const left = rowsTotal - rowsDone;
    const eta = perSecond > 0 && left > 0 ? `, ${duration(left / perSecond)} left` : '';
    return `${this.verb} ${countText(rowsDone)} of ${countText(rowsTotal)} rows, ${countText(perSecond)} a second${eta}`;
  }

  isStep({ rowsDone, rowsTotal }: RowProgress): boolean {
    const tenths = Math.floor((STEPS * rowsDone) / Math.max(1, rowsTotal));
    const isNew = tenths > this.tenths;
    this.tenths = tenths;
    return isNew;
  }
}
