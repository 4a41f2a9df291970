import { describe, expect, it } from '@jest/globals';
import { hasWords } from './word-search.js';

describe('The search', () => {
  const texts = ['PEPE/USDT:USDT', 'PEPE-USDT-SWAP', 'okx', 'Ready'];

  it('finds a row by all its words, in any order and case', () => {
    expect(hasWords('pepe okx', texts)).toBe(true);
    expect(hasWords(' OKX  ready ', texts)).toBe(true);
    expect(hasWords('pepe bybit', texts)).toBe(false);
  });

  it('finds everything while nothing is searched', () => {
    expect(hasWords('  ', texts)).toBe(true);
  });
});
