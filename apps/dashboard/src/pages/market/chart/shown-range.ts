import { DAY_MS, type TimeWindow } from '@fullcarry/domain/time-window';

/** Name and length of each range that has a button, days; the last is all that is collected. */
export const RANGES = [
  ['1W', 7],
  ['1M', 30],
  ['3M', 90],
  ['1Y', 365],
  ['All', undefined],
] as const;

export const USUAL_RANGE = '1M';

/** What a person asked to see, as it stands in the address: a range by name, or UTC days, both included. */
export interface RangeChoice {
  readonly range: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The window that is to be drawn. `loaded`: all that there may be; a named range ends with it.
 *
 * Days that are no days count as not chosen, and a window that would be empty as the usual range.
 */
export function shownRange({ range, from, to }: RangeChoice, loaded: TimeWindow): TimeWindow {
  const fromMs = dayStart(from);
  const toMs = dayStart(to);
  if (fromMs !== undefined || toMs !== undefined) {
    const end = Math.min(loaded.toMs, toMs === undefined ? loaded.toMs : toMs + DAY_MS);
    const start = Math.max(loaded.fromMs, fromMs ?? loaded.fromMs);
    if (start < end) return { fromMs: start, toMs: end };
  }
  const days = (RANGES.find(([name]) => name === range) ?? RANGES[1])[1];
  if (days === undefined) return loaded;
  return { fromMs: Math.max(loaded.fromMs, loaded.toMs - days * DAY_MS), toMs: loaded.toMs };
}

/** Undefined for what is no UTC day. */
function dayStart(day: string): number | undefined {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
}

/** What is known of a market's history before it is asked for. */
export interface Collected {
  /** Where the look-back begins; undefined until that is known. */
  readonly fromMs: number | undefined;
  /** The most that one request may have. */
  readonly mostMs: number;
}

/**
 * What has to be asked for so that the chosen range can be drawn: nothing where the usual year has it, since then
 * no other range has to be asked for again.
 */
export function askedHistory(
  { range, from, to }: RangeChoice,
  { fromMs: collectedFromMs, mostMs }: Collected,
  nowMs: number,
): { readonly fromMs?: number; readonly toMs?: number } {
  const chosenFromMs = dayStart(from);
  const wantedFromMs = chosenFromMs ?? (range === 'All' ? collectedFromMs : undefined);
  const yearAgoMs = nowMs - 365 * DAY_MS;
  if (wantedFromMs === undefined || wantedFromMs >= yearAgoMs) return {};
  const chosenToMs = dayStart(to);
  const toMs = Math.min(nowMs, chosenToMs === undefined ? nowMs : chosenToMs + DAY_MS);
  if (toMs <= wantedFromMs) return {};
  return { fromMs: Math.max(wantedFromMs, toMs - mostMs), toMs };
}

/** Candles are most of what a page loads; the ranges up to this need no more than this. */
const SHORT_DAYS = 90;

/** The same for candles alone: of a named range that is short not the usual year. */
export function askedCandles(
  choice: RangeChoice,
  collected: Collected,
  nowMs: number,
): ReturnType<typeof askedHistory> {
  const { range, from, to } = choice;
  const hasDays = dayStart(from) !== undefined || dayStart(to) !== undefined;
  const days = (RANGES.find(([name]) => name === range) ?? RANGES[1])[1];
  const isShort = !hasDays && days !== undefined && days <= SHORT_DAYS;
  return isShort ? { fromMs: nowMs - SHORT_DAYS * DAY_MS } : askedHistory(choice, collected, nowMs);
}
