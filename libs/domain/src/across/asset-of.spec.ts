import { describe, expect, it } from '@jest/globals';
import { assetOf, assetOfClass } from './asset-of.js';

const named = (exchange: string, base: string, nativeId = `${base}USDT`) =>
  assetOf({ exchange, symbol: `${base}/USDT:USDT`, nativeId });

describe('The asset of a perpetual', () => {
  it.each([
    ['bybit', 'BTC', 'BTC', 1],
    ['bybit', '1000PEPE', 'PEPE', 1_000],
    ['bybit', '10000SATS', 'SATS', 10_000],
    ['bybit', '1000000MOG', 'MOG', 1_000_000],
    ['bybit', 'SHIB1000', 'SHIB', 1_000],
    ['binanceusdm', '1000SHIB', 'SHIB', 1_000],
    ['binanceusdm', '1MBABYDOGE', 'BABYDOGE', 1_000_000],
    ['okx', 'PEPE', 'PEPE', 1],
  ] as const)('on %s of %s is %s, %i coins a unit', (exchange, base, asset, multiplier) => {
    expect(named(exchange, base)).toEqual({ asset, multiplier });
  });

  it('is read in the exchange’s own name where ccxt’s has lost the small k', () => {
    expect(named('hyperliquid', 'KPEPE', 'kPEPE')).toEqual({ asset: 'PEPE', multiplier: 1_000 });
    expect(named('hyperliquid', 'KAS', 'KAS')).toEqual({ asset: 'KAS', multiplier: 1 });
  });

  it('keeps a name that only looks like a multiple, and one of another exchange’s way', () => {
    expect(named('bybit', '1INCH')).toEqual({ asset: '1INCH', multiplier: 1 });
    expect(named('bybit', '1000')).toEqual({ asset: '1000', multiplier: 1 });
    expect(named('binanceusdm', 'SHIB1000')).toEqual({ asset: 'SHIB1000', multiplier: 1 });
    expect(named('okx', '1000PEPE')).toEqual({ asset: '1000PEPE', multiplier: 1 });
    expect(named('mtgox', '1000PEPE')).toEqual({ asset: '1000PEPE', multiplier: 1 });
  });
});

it('is compared with the same class only: a stock is not the coin of its name', () => {
  expect(assetOfClass('ON', 'stock')).not.toBe(assetOfClass('ON', 'coin'));
  expect(assetOfClass('ON', 'stock')).toBe(assetOfClass('ON', 'stock'));
  expect(assetOfClass('BTC', undefined)).toBe(assetOfClass('BTC', 'coin'));
});
