import { describe, expect, it } from '@jest/globals';
import { heldAt, shortFundingPayment } from './funding-payment.js';

describe('a settlement', () => {
  const held = { openedAtMs: 1_000, closedAtMs: 2_000 };

  it('is not charged to who sold at its very instant, but to who bought back then', () => {
    expect(heldAt(held, 1_000)).toBe(false);
    expect(heldAt(held, 1_001)).toBe(true);
    expect(heldAt(held, 2_000)).toBe(true);
    expect(heldAt(held, 2_001)).toBe(false);
  });

  it('is charged to a short that is still held', () => {
    expect(heldAt({ openedAtMs: 1_000, closedAtMs: undefined }, 9_999_999)).toBe(true);
  });

  it('pays a short when the rate is positive and charges it when it is negative', () => {
    expect(shortFundingPayment('0.0001', '0.031', '63110.1')).toBe('0.19564131');
    expect(shortFundingPayment('-0.00012345', '2', '100')).toBe('-0.02469');
    expect(shortFundingPayment('0', '2', '100')).toBe('0');
  });
});
