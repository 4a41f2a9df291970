import { DAY_LETTERS, type DayStatus } from '@fullcarry/contracts/http/market/coverage-route';

/** From what needs attention most to what needs none; a day with several has the first of them. */
export const DAY_STATUSES: readonly DayStatus[] = [
  'fetching',
  'missing',
  'not-fetched',
  'confirmed-empty',
  'before-history',
  'present',
  'before-listing',
  'after-delisting',
  'not-collected',
];

const BY_LETTER = new Map<string, DayStatus>(
  DAY_STATUSES.map((status) => [DAY_LETTERS[status], status]),
);

/** What is true of each day; undefined for a letter that means nothing. */
export function dayStatuses(letters: string): (DayStatus | undefined)[] {
  return Array.from(letters, (letter) => BY_LETTER.get(letter));
}

/** Both series of a market in one: of each day the one that needs more attention. */
export function worseOfDays(one: string, other: string): string {
  const longest = Math.max(one.length, other.length);
  return Array.from({ length: longest }, (_, day) => worse(one[day], other[day])).join('');
}

function worse(one: string | undefined, other: string | undefined): string {
  if (one === undefined || other === undefined) return one ?? other ?? '';
  return urgency(one) <= urgency(other) ? one : other;
}

function urgency(letter: string): number {
  const status = BY_LETTER.get(letter);
  return status === undefined ? DAY_STATUSES.length : DAY_STATUSES.indexOf(status);
}

/** How many days of each status. */
export function countDays(letters: string): ReadonlyMap<DayStatus, number> {
  const counts = new Map<DayStatus, number>();
  for (const status of dayStatuses(letters)) {
    if (status !== undefined) counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}
