import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../clock/durations.js';
import { fundingOutlook } from './funding-outlook.js';

const START_MS = Date.parse('2026-02-19T00:00:00Z');

function settledAtHours(...hours: number[]) {
  return hours.map((hour) => ({ stampMs: START_MS + hour * HOUR_MS + 7, rate: `0.00${hour}` }));
}

describe('what a ticker announces about funding', () => {
  it('is the next settlement, its jitter left out', () => {
    const outlook = fundingOutlook({ before: settledAtHours(0, 8), after: settledAtHours(16, 24) });
    expect(outlook).toEqual({
      rate: '0.0016',
      nextAtMs: START_MS + 16 * HOUR_MS,
      intervalMinutes: 480,
    });
  });

  it('is the longer interval over the odd first step to it', () => {
    const outlook = fundingOutlook({ before: settledAtHours(1, 2), after: settledAtHours(8, 16) });
    expect(outlook?.intervalMinutes).toBe(480);
  });

  it('is the present interval as long as the next change lies ahead', () => {
    const shorter = fundingOutlook({ before: settledAtHours(0, 8), after: settledAtHours(16, 17) });
    expect(shorter?.intervalMinutes).toBe(480);
    const longer = fundingOutlook({ before: settledAtHours(1, 2), after: settledAtHours(3, 8) });
    expect(longer?.intervalMinutes).toBe(60);
  });

  it('goes on with the last schedule when the recording is used up', () => {
    const outlook = fundingOutlook({ before: settledAtHours(4, 8), after: [] });
    expect(outlook).toEqual({
      rate: '0.008',
      nextAtMs: START_MS + 12 * HOUR_MS,
      intervalMinutes: 240,
    });
  });

  it('is nothing for a market without funding', () => {
    expect(fundingOutlook({ before: [], after: [] })).toBeUndefined();
  });
});
