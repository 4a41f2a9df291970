import { canonicalDecimal } from './decimal-text.js';
import { DataIntegrityError } from './errors.js';
import { snapToMinute, type Settlement } from './settlement.js';
import { holds, type TimeWindow } from './time-window.js';

/** Stamps are seen up to 120 ms late; anything seconds away from a minute is no settlement. */
const MOST_JITTER_MS = 5_000;

/**
 * Returns the settlements of one page in ascending order, or refuses the whole page.
 *
 * Window: every `settledAtMs` must lie in `window` and be the minute nearest to `observedAtMs`.
 * Errors: DataIntegrityError for a row outside the window, a stamp far from its minute, two rows of one
 *   minute, or a rate that is not canonical decimal text.
 */
export function checkSettlementPage(rows: readonly Settlement[], window: TimeWindow): Settlement[] {
  const sorted = [...rows].sort((a, b) => a.settledAtMs - b.settledAtMs);
  sorted.forEach((row, i) => {
    const fault = faultOf(row, window) ?? twin(row.settledAtMs, sorted[i - 1]?.settledAtMs);
    if (fault) {
      throw new DataIntegrityError('Settlement page refused', { fault, ...row, ...window });
    }
  });
  return sorted;
}

function faultOf(row: Settlement, window: TimeWindow): string | undefined {
  if (!Number.isSafeInteger(row.observedAtMs)) return 'the stamp is not a time';
  if (row.settledAtMs !== snapToMinute(row.observedAtMs)) return 'the key is not the snapped stamp';
  if (Math.abs(row.observedAtMs - row.settledAtMs) > MOST_JITTER_MS) {
    return 'the stamp is not near a minute';
  }
  if (!holds(window, row.settledAtMs)) return 'outside the asked window';
  if (canonicalDecimal(row.rate) !== row.rate) return 'the rate is not a canonical decimal';
  return undefined;
}

function twin(settledAtMs: number, previousMs: number | undefined): string | undefined {
  return settledAtMs === previousMs ? 'the same settlement twice' : undefined;
}
