import { describe, expect, it } from '@jest/globals';
import { countDays, dayStatuses, worseOfDays } from './coverage-days.js';

describe('the days of the heat map', () => {
  it('reads one letter a day', () => {
    expect(dayStatuses('BPMEFA')).toEqual([
      'before-listing',
      'present',
      'missing',
      'confirmed-empty',
      'fetching',
      'after-delisting',
    ]);
  });

  it('shows of two series the one that needs more attention, day by day', () => {
    expect(worseOfDays('PPPB', 'PMEP')).toBe('PMEP');
    expect(worseOfDays('MF', 'FM')).toBe('FF');
    // Candles are there, and the funding beside them is not to be had any more.
    expect(worseOfDays('PPP', 'HHP')).toBe('HHP');
  });

  it('does not lose days that only one series has', () => {
    expect(worseOfDays('PP', 'PPM')).toBe('PPM');
    expect(worseOfDays('', 'P')).toBe('P');
  });

  it('counts the days of each kind', () => {
    expect([...countDays('BPPM')]).toEqual([
      ['before-listing', 1],
      ['present', 2],
      ['missing', 1],
    ]);
  });
});
