import { describe, expect, it } from '@jest/globals';
import { hasTerms } from './text-search.js';

describe('The search', () => {
  const texts = ['PEPE/USDT:USDT', 'PEPE-USDT-SWAP', 'okx', 'Ready'];

  it('finds a row by all its words, in any order and case', () => {
    expect(hasTerms('pepe okx', texts)).toBe(true);
    expect(hasTerms(' OKX  ready ', texts)).toBe(true);
    expect(hasTerms('pepe bybit', texts)).toBe(false);
  });

  it('finds everything while nothing is searched', () => {
    expect(hasTerms('  ', texts)).toBe(true);
  });
});
