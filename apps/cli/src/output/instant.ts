import { InvalidArgumentError } from 'commander';

const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** Epoch milliseconds of what was typed: a number of them, or an ISO date, in UTC where no zone is named. */
export function parseInstant(text: string): number {
  const typed = text.trim();
  if (/^\d{10,14}$/.test(typed)) {
    // Ten digits are seconds for most tools: to take them for milliseconds would mean January 1970.
    if (typed.length >= 12) return Number(typed);
    throw new InvalidArgumentError('These are seconds; epoch milliseconds have 13 digits.');
  }
  const atMs = ISO.test(typed) ? Date.parse(inUtc(typed)) : Number.NaN;
  if (!Number.isNaN(atMs)) return atMs;
  throw new InvalidArgumentError(
    'Allowed is an ISO date such as 2026-10-01 or 2026-10-01T08:00Z, or epoch milliseconds.',
  );
}

/** A time without a zone is local time for JavaScript; here all times are UTC. */
function inUtc(iso: string): string {
  return iso.includes('T') && !/(Z|[+-]\d{2}:\d{2})$/.test(iso) ? `${iso}Z` : iso;
}

/** `2026-10-01 08:00`, in UTC; a stretch is cut at whole minutes at the finest. */
export function minuteText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
}
