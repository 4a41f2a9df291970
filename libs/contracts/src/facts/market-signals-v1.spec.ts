import { describe, expect, it } from '@jest/globals';
import { isMarketSignalsSubject, marketSignalsSubject } from './market-signals-v1.js';

describe('The signals of a market on NATS', () => {
  it('have a subject of their own, in which a name is a token', () => {
    expect(marketSignalsSubject('bybit', 'BTCUSDT')).toBe('market.signals.bybit.BTCUSDT');
    const odd = marketSignalsSubject('hyperliquid', 'xyz:A.B');
    expect(odd.split('.')).toHaveLength(4);
    expect(isMarketSignalsSubject(odd)).toBe(true);
    expect(isMarketSignalsSubject('market.rates.bybit.2')).toBe(false);
  });
});
