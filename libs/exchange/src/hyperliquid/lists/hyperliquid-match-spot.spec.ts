import { describe, expect, it } from '@jest/globals';
import { matchSpot } from './hyperliquid-match-spot.js';

/** Tokens with their price and turnover in USDC. */
const TOKENS: Readonly<Record<string, readonly [price: string, turnover: number] | undefined>> = {
  LINK0: ['20.1', 1_000],
  AVAX0: ['29.9', 1_000],
  BNB0: ['899', 10],
  BNB1: ['901', 5_000],
  FXRP: ['2.01', 1_000],
  PUMP: ['0.0000031', 9_000],
  UPUMP: ['0.00401', 1_000],
  HYPE: ['40', 1_000],
  DOGE: ['0.001', 1_000],
  SOL1: ['150', 7],
  USOL: ['150', 7],
  UFART: ['0.5', 1_000],
  PEPE: ['0.0000039', 1_000],
  NEW: undefined,
  UOLD: undefined,
};
const MARKETS = Object.keys(TOKENS).map((coin) => ({
  nativeId: `@${coin}`,
  coin,
  szDecimals: 2,
  assetContext: undefined,
}));
const reading = {
  codeOf: (coin: string) => (coin === 'UFART' ? 'FARTCOIN' : coin),
  quoteOf: ({ coin }: { coin: string }) => {
    const [price, turnover = 0] = TOKENS[coin] ?? [];
    return price === undefined ? undefined : { price, turnover };
  },
};
const found = (name: string, markPrice: string | undefined) => {
  const { match, unsure } = matchSpot({ name, markPrice }, MARKETS, reading);
  return match?.spot.coin ?? unsure;
};

describe("the spot market of a perpetual's coin", () => {
  it.each([
    ['LINK', '20', 'LINK0'],
    ['AVAX', '30', 'AVAX0'],
    ['XRP', '2', 'FXRP'],
    ['HYPE', '40', 'HYPE'],
    ['FARTCOIN', '0.5', 'UFART'],
    ['kPEPE', '0.0039', 'PEPE'],
  ])('of %s at %s is %s, whatever the bridge calls it', (name, markPrice, token) => {
    expect(found(name, markPrice)).toBe(token);
  });

  it('is the one at its price: there is a PUMP beside UPUMP', () => {
    expect(found('PUMP', '0.004')).toBe('UPUMP');
  });

  it('is the most traded of several at its price, and none of two that are traded alike', () => {
    expect(found('BNB', '900')).toBe('BNB1');
    expect(found('SOL', '150')).toEqual(['SOL1', 'USOL']);
  });

  it('is not one of its name at another price, which is said', () => {
    expect(found('DOGE', '0.2')).toEqual(['DOGE']);
    expect(found('ATOM', '1.5')).toEqual([]);
  });

  it('is by its name alone only where there is no price to hold against it', () => {
    expect(found('NEW', '1')).toBe('NEW');
    expect(found('HYPE', undefined)).toBe('HYPE');
    expect(found('OLD', '1')).toEqual(['UOLD']);
    expect(found('LINK', undefined)).toEqual(['LINK0']);
  });
});
