import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { describe, expect, it } from '@jest/globals';
import { closingCosts } from './controls/closing-costs.js';
import { nextPayment } from './next-payment.js';

const settings = deskSettings.parse({ spotFeeBps: 10, perpFeeBps: 5.5, slippageBps: 2 });

describe('What closing costs', () => {
  it('is fee and slippage of two fills each, 19.5 bp of the notional here', () => {
    const positions = [{ notionalUsdt: '2000' }, { notionalUsdt: '4000' }];
    expect(closingCosts(positions, settings)).toBeCloseTo(11.7);
    expect(closingCosts([], settings)).toBe(0);
  });
});

describe('The next settlement', () => {
  const rate = (symbol: string, predictedRate: string, nextFundingAtMs: number) => ({
    symbol,
    predictedRate,
    nextFundingAtMs,
  });
  const held = (symbol: string, state: 'open' | 'opening' = 'open') => ({
    symbol,
    notionalUsdt: '2000',
    state,
  });

  it('sums what settles first, a negative rate being paid by the short', () => {
    const rates = [rate('A', '0.0001', 8), rate('B', '-0.0002', 8), rate('C', '0.01', 16)];
    const next = nextPayment([held('A'), held('B'), held('C')], rates);
    expect(next).toMatchObject({ atMs: 8, positions: 2 });
    expect(next?.expectedUsdt).toBeCloseTo(-0.2);
  });

  it('is not known while nothing is held, no rate is published, or a position is only being opened', () => {
    expect(nextPayment([], [rate('A', '0.0001', 8)])).toBeUndefined();
    expect(nextPayment([held('A')], [])).toBeUndefined();
    expect(nextPayment([held('A', 'opening')], [rate('A', '0.0001', 8)])).toBeUndefined();
  });
});
