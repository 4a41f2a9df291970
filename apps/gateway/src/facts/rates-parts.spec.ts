import type { MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';
import { describe, expect, it } from '@jest/globals';
import { RatesParts } from './rates-parts.js';

function published(atMs: number, symbol: string, part?: MarketRates['part']): MarketRates {
  return {
    v: 1,
    atMs,
    exchange: 'bybit',
    source: 'live',
    pollSeconds: 5,
    ...(part ? { part } : {}),
    markets: [
      {
        symbol,
        nativeId: symbol,
        predictedRate: '0.0001',
        nextFundingAtMs: 0,
        intervalMinutes: 480,
        markPrice: '1',
        lastPrice: '1',
        turnoverUsdt24h: '1',
        spot: null,
      },
    ],
  };
}

const symbols = (rates: MarketRates | undefined) => rates?.markets.map(({ symbol }) => symbol);

describe('rates that came in parts', () => {
  it('are those of one poll, whichever part was heard first', () => {
    const parts = new RatesParts();
    expect(parts.take(published(1, 'SMALL', { number: 2, of: 2 }))).toBeUndefined();
    const both = parts.take(published(1, 'LARGE', { number: 1, of: 2 }));
    expect(symbols(both)).toEqual(['LARGE', 'SMALL']);
    expect(both).not.toHaveProperty('part');
    expect(symbols(parts.take(published(2, 'LARGE', { number: 1, of: 2 })))).toEqual(['LARGE']);
    expect(symbols(parts.take(published(2, 'SMALL', { number: 2, of: 2 })))).toEqual([
      'LARGE',
      'SMALL',
    ]);
  });

  it('are as they were published where one message has all, whatever was published in parts before', () => {
    const parts = new RatesParts();
    parts.take(published(1, 'SMALL', { number: 2, of: 2 }));
    expect(parts.take(published(1, 'ALL'))).toEqual(published(1, 'ALL'));
  });
});
