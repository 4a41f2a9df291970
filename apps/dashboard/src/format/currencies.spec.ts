import { describe, expect, it } from '@jest/globals';
import { currenciesOf } from './currencies.js';

describe('The currencies of a market', () => {
  it('are those of its symbol: USDC on Hyperliquid', () => {
    expect(currenciesOf('BTC/USDC:USDC')).toEqual({ base: 'BTC', quote: 'USDC', settle: 'USDC' });
    expect(currenciesOf('1000PEPE/USDT:USDT').quote).toBe('USDT');
  });

  it('are not made up', () => {
    expect(currenciesOf('BTCUSDT').quote).toBe('');
    expect(currenciesOf(undefined).settle).toBe('');
  });
});
