import { describe, expect, it } from '@jest/globals';
import { ProgressMeter } from './progress-meter.js';

describe('the progress meter', () => {
  it('knows no rate and no time left before something moved', () => {
    const meter = new ProgressMeter();
    expect(meter.perSecond).toBe(0);
    meter.note(1_000, 10);
    expect(meter.perSecond).toBe(0);
    expect(meter.secondsFor(5)).toBeUndefined();
  });

  it('measures over the last ten seconds, so that an old pace does not count', () => {
    const meter = new ProgressMeter();
    meter.note(0, 0);
    meter.note(10_000, 1_000);
    expect(meter.perSecond).toBe(100);
    meter.note(20_000, 1_200);
    expect(meter.perSecond).toBe(20);
    expect(meter.secondsFor(40)).toBe(2);
  });

  it('does not count backwards when rows turn out to be missing again', () => {
    const meter = new ProgressMeter();
    meter.note(0, 100);
    meter.note(1_000, 50);
    expect(meter.perSecond).toBe(0);
  });
});
