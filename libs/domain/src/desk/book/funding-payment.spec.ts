import { describe, expect, it } from '@jest/globals';
import { contractsHeldAt, shortFundingPayment } from './funding-payment.js';

describe('a settlement', () => {
  const fill = (purpose: 'open' | 'close', quantity: string, filledAtMs: number) => ({
    ...{ purpose, quantity, filledAtMs },
  });

  it('is not charged to who sold at its very instant, but to who bought back then', () => {
    const held = [fill('open', '2', 1_000), fill('close', '2', 2_000)];
    expect(contractsHeldAt(held, 1_000)).toBe('0');
    expect(contractsHeldAt(held, 1_001)).toBe('2');
    expect(contractsHeldAt(held, 2_000)).toBe('2');
    expect(contractsHeldAt(held, 2_001)).toBe('0');
    expect(contractsHeldAt(held.slice(0, 1), 9_999_999)).toBe('2');
  });

  it('is charged for as much as was held then, of what was opened and closed in parts', () => {
    const parts = [
      fill('open', '1.5', 1_000),
      fill('open', '0.5', 3_000),
      fill('close', '0.7', 5_000),
    ];
    expect([2_000, 3_000, 4_000, 6_000].map((atMs) => contractsHeldAt(parts, atMs))).toEqual([
      ...['1.5', '1.5', '2', '1.3'],
    ]);
  });

  it('pays a short when the rate is positive and charges it when it is negative', () => {
    expect(shortFundingPayment('0.0001', '0.031', '63110.1')).toBe('0.19564131');
    expect(shortFundingPayment('-0.00012345', '2', '100')).toBe('-0.02469');
    expect(shortFundingPayment('0', '2', '100')).toBe('0');
  });
});
