import { describe, expect, it } from '@jest/globals';
import { bankruptcyPrice, isMet, liquidationPrice } from './liquidation.js';
import { leverageTiers, maintenanceShare } from './maintenance-tiers.js';

const SHORT = {
  side: 'short',
  quantity: '20',
  entryPrice: '100',
  collateralUsdt: '1000',
} as const;

describe('a liquidation', () => {
  it('of a short with half of its notional as margin and 1 % to be left comes at +48.5 %', () => {
    // (m − k) / (1 + k) of the entry price, docs/GLOSSARY.md.
    const price = Number(liquidationPrice(SHORT, [{ fromUsdt: 0, maxLeverage: 50 }]));
    expect(price).toBeCloseTo(100 * (1 + 0.49 / 1.01), 9);
  });

  it('of a long comes when the price falls as far', () => {
    const long = { ...SHORT, side: 'long' } as const;
    const tiers = [{ fromUsdt: 0, maxLeverage: 50 }];
    expect(Number(liquidationPrice(long, tiers))).toBeCloseTo(50 / 0.99, 9);
    expect(liquidationPrice({ ...long, collateralUsdt: '2000' }, tiers)).toBeUndefined();
    expect(bankruptcyPrice(long)).toBe('50');
    expect(
      isMet(long.side, { highPrice: '100', lowPrice: '50.6' }, liquidationPrice(long, tiers)),
    ).toBe(false);
    expect(
      isMet(long.side, { highPrice: '100', lowPrice: '50.5' }, liquidationPrice(long, tiers)),
    ).toBe(true);
  });

  it('asks more of what reaches into a higher tier, without a step between them', () => {
    const tiers = leverageTiers('bybit');
    expect(maintenanceShare(2_000, tiers)).toBe(0.025);
    expect(maintenanceShare(200_000, tiers)).toBeCloseTo(0.025, 12);
    // 200,000 at 2.5 % and 200,000 at 5 %.
    expect(maintenanceShare(400_000, tiers)).toBeCloseTo(0.0375, 12);
    const large = { ...SHORT, quantity: '4000', collateralUsdt: '200000' };
    // 600,000 = P · 4000 · 1.05 − 5,000
    expect(Number(liquidationPrice(large, tiers))).toBeCloseTo(605_000 / 4_200, 9);
  });

  it('is computed by the strictest rule on an exchange that is not known', () => {
    expect(maintenanceShare(2_000, leverageTiers('nowhere'))).toBeCloseTo(1 / 6, 12);
  });
});
