import { canonicalDecimal } from './decimal-text.js';
import { DataIntegrityError } from './errors.js';
import { isMuchUnreadable } from './much-unreadable.js';
import {
  settlementHour,
  stampMinute,
  type ReportedSettlement,
  type Settlement,
} from './settlement.js';
import { holds, type TimeWindow } from './time-window.js';

/** A row that can't be believed, as it was written, and why. */
export interface SetAsideSettlement extends ReportedSettlement {
  readonly fault: string;
}

/** `received`: how many rows the page had; `rows`: what is believed of them, ascending, one for each hour. */
export interface CheckedSettlementPage {
  readonly rows: readonly Settlement[];
  readonly setAside: readonly SetAsideSettlement[];
  readonly received: number;
}

/**
 * Judges the settlements of one page, in whatever order they came. A row that can't be read is set aside, and the
 * others are believed all the same. Of two that agree on one hour the first is kept.
 *
 * Window: the minute nearest to the raw stamp must lie in `window`; the hour can lie before it.
 * Errors: DataIntegrityError for a stamp outside the window, two rates of one hour, or when much of the page
 *   or all of it can't be read.
 */
export function checkSettlementPage(
  reported: readonly ReportedSettlement[],
  window: TimeWindow,
): CheckedSettlementPage {
  const rows: Settlement[] = [];
  const setAside: SetAsideSettlement[] = [];
  for (const one of reported) {
    const row = readSettlement(one, window);
    if (typeof row === 'string') setAside.push({ ...one, fault: row });
    else rows.push(row);
  }
  const [first] = setAside;
  if (first && isMuchUnreadable(setAside.length, reported.length)) {
    throw refusal({ ...first, unreadable: setAside.length, rows: reported.length }, window);
  }
  rows.sort((a, b) => a.stampedAtMs - b.stampedAtMs);
  return { rows: onePerHour(rows, window), setAside, received: reported.length };
}

/** The settlement, or what is wrong with it. */
function readSettlement(
  { stamp, rate }: ReportedSettlement,
  window: TimeWindow,
): Settlement | string {
  const stampedAtMs = /^\d+$/.test(stamp) ? Number(stamp) : Number.NaN;
  if (!Number.isSafeInteger(stampedAtMs)) return 'the stamp is no time';
  if (!holds(window, stampMinute(stampedAtMs))) {
    throw refusal({ stamp, rate, fault: 'outside the asked window' }, window);
  }
  const settledAtMs = settlementHour(stampedAtMs);
  if (settledAtMs === undefined) return 'the stamp is not near an hour';
  const canonical = canonicalDecimal(rate);
  if (canonical === undefined) return 'the rate is no decimal number';
  return { settledAtMs, stampedAtMs, rate: canonical };
}

/** `rows` are ascending. */
function onePerHour(rows: readonly Settlement[], window: TimeWindow): Settlement[] {
  return rows.filter((row, i) => {
    const before = rows[i - 1];
    if (before?.settledAtMs !== row.settledAtMs) return true;
    if (before.rate === row.rate) return false;
    throw refusal({ ...row, otherRate: before.rate, fault: 'one hour, two rates' }, window);
  });
}

function refusal(evidence: Readonly<Record<string, string | number>>, window: TimeWindow) {
  return new DataIntegrityError('Settlement page refused', { ...evidence, ...window });
}
