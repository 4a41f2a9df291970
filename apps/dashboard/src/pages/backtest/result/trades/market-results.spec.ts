import { describe, expect, it } from '@jest/globals';
import { marketResults } from './market-results.js';

const trade = (symbol: string, fundingUsdt: string, netUsdt: string) => ({
  ...{ symbol, fundingUsdt, netUsdt, basisUsdt: '0', feesUsdt: '1', slippageUsdt: '1' },
  ...({ state: 'closed', openedAtMs: 1, openReason: '', notionalUsdt: '1', topUps: 0 } as const),
  ...{ fills: [], settlements: [] },
});

describe('What came of each market', () => {
  it('is the sum of its trades, the worst market first, with its worst trade', () => {
    const found = marketResults([
      trade('A', '5', '3'),
      trade('B', '1', '-1'),
      trade('A', '0.5', '-1.5'),
    ]);
    expect(found.map(({ symbol, trades, netUsdt }) => [symbol, trades, netUsdt])).toEqual([
      ['B', 1, -1],
      ['A', 2, 1.5],
    ]);
    expect(found[1]).toMatchObject({ fundingUsdt: 5.5, feesUsdt: 2, worstUsdt: -1.5 });
  });
});
