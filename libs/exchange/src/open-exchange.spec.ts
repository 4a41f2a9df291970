import { describe, expect, it } from '@jest/globals';
import { PermanentError } from '@fullcarry/domain/errors';
import { openExchange } from './open-exchange.js';

const OPTIONS = { rateBudget: 0.8, requestTimeoutMs: 10_000 };

describe('opening an exchange', () => {
  it('gives the exchange of that id, with its published limits', () => {
    const exchange = openExchange({ id: 'bybit', ...OPTIONS });
    expect(exchange.id).toBe('bybit');
    expect(exchange.limits).toEqual({
      candleKinds: ['candles', 'mark-candles', 'spot-candles', 'premium-candles'],
      candlesPerPage: 1_000,
      settlementsPerPage: 200,
      fullPageHolds: 'newest',
      bookLevels: { perpetual: 200, spot: 200 },
      rates: [{ name: 'bybit', most: 600, windowMs: 5_000, heaviest: 1 }],
    });
    expect(exchange.source()).toBe('unknown');
    expect(exchange.usage()).toMatchObject({ budget: 480, requestsTotal: 0 });
  });

  it.each(['nasdaq', 'constructor', ''])('refuses "%s" and names what there is', (id) => {
    const open = () => openExchange({ id, ...OPTIONS });
    expect(open).toThrow(PermanentError);
    expect(open).toThrow(
      `The exchange "${id}" is not supported; supported: bybit, binanceusdm, okx`,
    );
  });

  it.each(['bybit.com', 'ftp://bybit.com', 'not an address'])('refuses the address "%s"', (url) => {
    expect(() => openExchange({ id: 'bybit', url, ...OPTIONS })).toThrow(PermanentError);
  });

  it.each([0, 1.5, Number.NaN])('refuses a budget of %s', (rateBudget) => {
    expect(() => openExchange({ id: 'bybit', ...OPTIONS, rateBudget })).toThrow(RangeError);
  });
});
