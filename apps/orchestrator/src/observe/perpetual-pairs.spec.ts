import { describe, expect, it } from '@jest/globals';
import type { SeenPerpetual } from './observe-venue.js';
import { perpetualPairs } from './perpetual-pairs.js';

const LOT = { quantityStep: '0.1', minQuantity: '0.1', minNotionalUsdt: '5' };

function perpetual(symbol: string, change: Partial<SeenPerpetual['rate']> = {}): SeenPerpetual {
  return {
    rate: {
      ...{ symbol, nativeId: symbol, asset: 'PEPE', multiplier: 1, assetClass: 'coin' },
      ...{ predictedRate: '0.0001', nextFundingAtMs: 9, intervalMinutes: 480 },
      ...{ markPrice: '1', lastPrice: '1', turnoverUsdt24h: '9', spot: null },
      ...change,
    },
    rules: { symbol, perpetual: LOT, spot: undefined },
    ...{
      persistence: undefined,
      unproven: undefined,
      spotUnproven: undefined,
      signals: undefined,
      ...{ endsAtMs: undefined, provenBeforeMs: 0 },
    },
  };
}

describe('the perpetuals of one coin on two exchanges', () => {
  it('are paired in both directions, by the coin and not by the contract', () => {
    const pairs = perpetualPairs(
      new Map([
        ['bybit', [perpetual('1000PEPE/USDT:USDT', { multiplier: 1000, lastPrice: '1000' })]],
        ['okx', [perpetual('PEPE/USDT:USDT', { turnoverUsdt24h: '5' })]],
      ]),
    );
    expect(pairs.map(({ symbol }) => symbol)).toEqual([
      '1000PEPE/USDT:USDT bybit/okx',
      'PEPE/USDT:USDT okx/bybit',
    ]);
    expect(pairs[0]).toMatchObject({
      prices: { long: '1', short: '1000', unitsPerContract: 1000 },
      turnoverUsdt24h: 5,
      legs: { long: { venue: 'okx' }, short: { venue: 'bybit', unitsPerContract: 1000 } },
    });
  });

  it('are no pair where one of them is of another class', () => {
    const on = perpetual('ON/USDT:USDT', { asset: 'ON', assetClass: 'coin' });
    const stock = perpetual('ON/USDT:USDT', { asset: 'ON', assetClass: 'stock' });
    expect(
      perpetualPairs(
        new Map([
          ['binanceusdm', [on]],
          ['bybit', [stock]],
        ]),
      ),
    ).toEqual([]);
  });
});
