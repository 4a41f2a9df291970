import { describe, expect, it } from '@jest/globals';
import { fundingClass } from './funding-level.js';

describe('The colour of a funding rate', () => {
  it.each([
    ['0', 'funding-cell'],
    ['-0.009', 'funding-cell'],
    ['0.01', 'funding-cell funding-positive-1'],
    ['0.1095', 'funding-cell funding-positive-2'],
    ['-0.2', 'funding-cell funding-negative-3'],
    ['3.5', 'funding-cell funding-positive-4'],
  ])('of %s a year is %s', (rate, name) => {
    expect(fundingClass(rate)).toBe(name);
  });
});
