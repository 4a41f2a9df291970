import { describe, expect, it } from '@jest/globals';
import { isAnotherListing } from './listing.js';
import { DAY_MS, HOUR_MS } from '../../time-window.js';

const listedAtMs = Date.parse('2025-01-10T12:00Z');
const endMs = Date.parse('2025-05-01T00:00Z');
const monthsLaterMs = Date.parse('2026-02-27T12:00Z');
const running = { listedAtMs, delistedAtMs: undefined };
const ended = { listedAtMs, delistedAtMs: endMs };

describe('a name that is listed', () => {
  it('ten months after the market of that name ended is another market', () => {
    expect(isAnotherListing(ended, { listedAtMs: monthsLaterMs })).toBe(true);
  });

  it('at the very instant at which the one before it ended is another market', () => {
    expect(isAnotherListing(ended, { listedAtMs: endMs })).toBe(true);
    expect(isAnotherListing({ ...ended, listedAtMs: undefined }, { listedAtMs: endMs })).toBe(true);
  });

  it('is another market also where nobody saw the first one end', () => {
    expect(isAnotherListing(running, { listedAtMs: monthsLaterMs })).toBe(true);
  });

  it('is the same while the exchange says the same beginning, whatever end is announced', () => {
    expect(isAnotherListing(running, { listedAtMs })).toBe(false);
    expect(isAnotherListing(ended, { listedAtMs })).toBe(false);
  });

  it.each([
    ['12 hours later', 12 * HOUR_MS, false],
    ['two days later', 2 * DAY_MS, false],
    ['more than two days later', 2 * DAY_MS + 1, true],
    ['years earlier', -1_000 * DAY_MS, false],
  ])('is judged by how far its beginning is corrected: %s', (_, correctedMs, isAnother) => {
    const now = { listedAtMs: listedAtMs + correctedMs };
    expect(isAnotherListing(running, now)).toBe(isAnother);
  });

  it('is the same where the exchange publishes no beginning, then or now', () => {
    expect(isAnotherListing(ended, { listedAtMs: undefined })).toBe(false);
    const unannounced = { listedAtMs: undefined, delistedAtMs: undefined };
    expect(isAnotherListing(unannounced, { listedAtMs })).toBe(false);
  });
});
