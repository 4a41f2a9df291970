import { describe, expect, it } from '@jest/globals';
import { readable, sentence } from './sentence.js';

describe('what a service said', () => {
  it('begins large and ends with a full stop, once', () => {
    expect(sentence('the desk has not been heard yet')).toBe('The desk has not been heard yet.');
    expect(sentence('Waiting for data …')).toBe('Waiting for data …');
    expect(sentence(' ')).toBe('');
  });
});

describe('a reason of a service', () => {
  it('has times and negative numbers as the pages write them', () => {
    expect(readable('it rests until 2026-11-28T06:25:30.895Z')).toBe(
      'it rests until 2026-11-28 06:25 UTC',
    );
    expect(readable('The net yield is -0.55 % (-1)')).toBe('The net yield is −0.55 % (−1)');
    expect(readable('BTC-USDT-SWAP of 2026-11-28')).toBe('BTC-USDT-SWAP of 2026-11-28');
  });
});
