import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Market, MarketTicker } from './market.js';
import { chooseTopPairs, universeChange } from './universe.js';

const market = (symbol: string): Market => ({
  exchange: 'bybit',
  symbol,
  nativeId: symbol.replace(/[/:].*/, 'USDT'),
  listedAtMs: undefined,
  assetClass: 'coin',
});
const ticker = (symbol: string, turnoverUsdt24h: string): MarketTicker => ({
  symbol,
  turnoverUsdt24h,
  predictedRate: '0.0001',
  nextFundingAtMs: 0,
  fundingIntervalMinutes: 480,
  markPrice: '1',
  lastPrice: '1',
});
const BTC = 'BTC/USDT:USDT';
const ETH = 'ETH/USDT:USDT';
const INJ = 'INJ/USDT:USDT';

describe('the universe', () => {
  it('is the most traded markets, ranked from 1, by number and not by text', () => {
    const chosen = chooseTopPairs(
      [market(INJ), market(ETH), market(BTC)],
      [ticker(BTC, '10000000.5'), ticker(ETH, '9000000'), ticker(INJ, '85000')],
      2,
      ['coin'],
    );
    expect(chosen).toEqual([
      { ...market(BTC), turnoverUsdt24h: '10000000.5', rank: 1 },
      { ...market(ETH), turnoverUsdt24h: '9000000', rank: 2 },
    ]);
  });

  it('holds markets of the wanted classes only; what is of no known class is unknown', () => {
    const markets = [
      market(BTC),
      { ...market(ETH), assetClass: 'stock' as const },
      { ...market(INJ), assetClass: undefined },
    ];
    const tickers = [ticker(BTC, '1'), ticker(ETH, '3'), ticker(INJ, '2')];
    const chosen = (classes: Parameters<typeof chooseTopPairs>[3]) =>
      chooseTopPairs(markets, tickers, 9, classes).map(({ symbol }) => symbol);
    expect(chosen(['coin'])).toEqual([BTC]);
    expect(chosen(['coin', 'stock'])).toEqual([ETH, BTC]);
    expect(chosen(['unknown'])).toEqual([INJ]);
  });

  it('does not hold a market without a ticker: its turnover is unknown, not 0', () => {
    const chosen = chooseTopPairs([market(BTC), market(INJ)], [ticker(BTC, '0')], 20, ['coin']);
    expect(chosen.map((one) => one.symbol)).toEqual([BTC]);
  });

  it('does not hold a ticker without a market: it can not be traded', () => {
    expect(chooseTopPairs([], [ticker(BTC, '1')], 20, ['coin'])).toEqual([]);
  });

  it('is the same choice in whatever order markets and tickers come, equal turnovers too', () => {
    const symbols = ['A', 'B', 'C', 'D', 'E', 'F'];
    const tickers = symbols.map((symbol, i) => ticker(symbol, String(i % 2)));
    const expected = chooseTopPairs(symbols.map(market), tickers, 4, ['coin']).map(
      (one) => one.symbol,
    );
    const any = { minLength: symbols.length };
    fc.assert(
      fc.property(fc.shuffledSubarray(symbols, any), fc.shuffledSubarray(tickers, any), (a, b) => {
        const chosen = chooseTopPairs(a.map(market), b, 4, ['coin']);
        expect(chosen.map((one) => one.symbol)).toEqual(expected);
      }),
    );
    expect(expected).toEqual(['B', 'D', 'F', 'A']);
  });

  it('tells what entered and what left, and nothing when only ranks moved', () => {
    const before = [market(BTC), market(ETH)];
    expect(universeChange(before, [market(INJ), market(BTC)])).toEqual({
      entered: [INJ],
      left: [ETH],
    });
    expect(universeChange(before, before.toReversed())).toEqual({ entered: [], left: [] });
  });
});
