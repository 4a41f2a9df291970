import { describe, expect, it } from '@jest/globals';
import { changedInstruments, type ListReading } from './instrument.js';
import type { Market } from './market.js';
import type { PerpetualRules } from './trading-rules.js';

const RULES: PerpetualRules = {
  quantityStep: '0.001',
  minQuantity: '0.001',
  minNotionalUsdt: '5',
  priceStep: '0.1',
  contractSize: '1',
};
const market = (base: string, more: Partial<Market> = {}): Market => ({
  exchange: 'bybit',
  symbol: `${base}/USDT:USDT`,
  nativeId: `${base}USDT`,
  listedAtMs: 1,
  assetClass: 'coin',
  ...more,
});
const reading = (markets: readonly Market[], more: Partial<ListReading> = {}): ListReading => ({
  markets,
  rules: new Map(markets.map(({ symbol }) => [symbol, RULES])),
  unread: new Set(),
  ...more,
});
const first = changedInstruments([], reading([market('BTC'), market('ETH')]));

describe('what a reading of the list shows', () => {
  it('is everything the first time, and nothing when the same is read again', () => {
    expect(first.map(({ nativeId, isListed }) => [nativeId, isListed])).toEqual([
      ['BTCUSDT', true],
      ['ETHUSDT', true],
    ]);
    expect(changedInstruments(first, reading([market('ETH'), market('BTC')]))).toEqual([]);
  });

  it('is a rule that changed, and an end that is announced', () => {
    const rules = new Map([['BTC/USDT:USDT', { ...RULES, quantityStep: '0.01' }]]);
    rules.set('ETH/USDT:USDT', RULES);
    const markets = [market('BTC'), market('ETH', { endsAtMs: 9 })];
    expect(changedInstruments(first, reading(markets, { rules }))).toMatchObject([
      { nativeId: 'BTCUSDT', rules: { quantityStep: '0.01' } },
      { nativeId: 'ETHUSDT', endsAtMs: 9 },
    ]);
  });

  it('is that one is gone, once, and that it is back', () => {
    const gone = changedInstruments(first, reading([market('BTC')]));
    expect(gone).toEqual([{ ...first[1], isListed: false }]);
    const known = [first[0]!, gone[0]!];
    expect(changedInstruments(known, reading([market('BTC')]))).toEqual([]);
    const back = reading([market('BTC'), market('ETH', { listedAtMs: 7 })]);
    expect(changedInstruments(known, back)).toMatchObject([{ isListed: true, listedAtMs: 7 }]);
  });

  it('is not that one is gone whose row can’t be read', () => {
    const cut = reading([market('BTC')], { unread: new Set(['ETHUSDT']) });
    expect(changedInstruments(first, cut)).toEqual([]);
  });

  it('is that rules are not known any more, where they can’t be read', () => {
    const bare = reading([market('BTC'), market('ETH')], { rules: new Map() });
    expect(changedInstruments(first, bare)).toMatchObject([
      { rules: undefined },
      { rules: undefined },
    ]);
  });
});
