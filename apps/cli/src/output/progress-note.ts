import { note } from './output.js';

/** Often enough to look alive, seldom enough to be read. */
const REDRAW_MS = 100;

/** Progress on standard error: one line that changes on a terminal, a line at each step elsewhere. */
export class ProgressNote {
  private drawnAtMs = 0;

  /** `isStep`: worth a line of its own where lines can't be redrawn. */
  report(line: string, isStep: boolean): void {
    if (!process.stderr.isTTY) {
      if (isStep) note(line);
      return;
    }
    if (Date.now() - this.drawnAtMs < REDRAW_MS) return;
    this.drawnAtMs = Date.now();
    process.stderr.write(`\r\u001b[2K${line}`);
  }

  /** Leaves the line to whatever is written next. */
  clear(): void {
    if (process.stderr.isTTY && this.drawnAtMs > 0) process.stderr.write('\r\u001b[2K');
  }
}
