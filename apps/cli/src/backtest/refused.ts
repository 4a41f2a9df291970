import {
  refusalText,
  UnprovenWindowError,
} from '@fullcarry/history/backtest/unproven-window-error';
import { note, print } from '../output/output.js';

/** Does the work; a window that is not proven is reported series by series, one a line, and ends with exit code 1. */
export async function refused(json: boolean, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UnprovenWindowError)) throw error;
    process.exitCode = 1;
    note('Refused: not all of the window is proven');
    for (const refusal of error.refusals) note(refusalText(refusal));
    if (json) await print(`${JSON.stringify({ refused: error.refusals }, null, 2)}\n`);
  }
}
