import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../time-window.js';
import { closeReason, wrongSignRun } from './close-reason.js';
import { openRefusal } from './open-refusal.js';
import { deltaDrift, marginShare } from './position-health.js';
import { unprovenTail } from './proven-up-to-now.js';

const limits = {
  entryNetYield: 0.05,
  exitNetYield: 0.01,
  maxBreakEvenSettlements: 60,
  maxWrongSignSettlements: 3,
  minTurnoverUsdt24h: 5_000_000,
  notionalPerMarketUsdt: 2_000,
  maxNotionalTotalUsdt: 10_000,
  perpMarginShare: 0.5,
  minMarginShare: 0.1,
  maxDeltaDrift: 0.02,
};

describe('a held position', () => {
  const fine = {
    dataLost: undefined,
    priced: true,
    netYield: 0.02,
    wrongSignRun: 0,
    deltaDrift: 0.001,
    marginShare: 0.45,
  };

  it('stays while nothing speaks against it', () => {
    expect(closeReason(fine, limits)).toBeUndefined();
    expect(closeReason({ ...fine, netYield: undefined }, limits)).toBeUndefined();
  });

  it.each([
    ['margin-low', { marginShare: 0.09 }],
    ['delta-drift', { deltaDrift: 0.021 }],
    ['no-rate', { priced: false }],
    ['data-degraded', { dataLost: { code: 'data-degraded', text: 'A settlement is missing' } }],
    ['wrong-sign', { wrongSignRun: 3 }],
    ['below-exit', { netYield: 0.009 }],
  ])('is closed for %s', (code, change) => {
    expect(closeReason({ ...fine, ...change }, limits)?.code).toBe(code);
  });

  it('names the most pressing reason, with its figures', () => {
    const bad = { ...fine, marginShare: 0.05, netYield: -1 };
    expect(closeReason(bad, limits)).toEqual({
      code: 'margin-low',
      text: '5.00 % of the short leg’s notional is left of its collateral, less than 10.00 %',
    });
  });

  it('counts the payments since the last that was earned', () => {
    expect(wrongSignRun([])).toBe(0);
    expect(wrongSignRun(['-1', '2', '-0.1', '-3'])).toBe(2);
    expect(wrongSignRun(['-1', '-2'])).toBe(2);
    expect(wrongSignRun(['-1', '0'])).toBe(0);
  });

  it('drifts and loses its collateral with the prices', () => {
    const position = {
      quantity: '2',
      contracts: '2',
      collateralUsdt: '100',
      spotEntryPrice: '100',
      spotExitPrice: undefined,
      perpEntryPrice: '100',
      perpExitPrice: undefined,
      spotPrice: '121',
      perpMarkPrice: '125',
      fundingUsdt: '0',
      feesUsdt: '0',
    };
    expect(deltaDrift(position)).toBeCloseTo(8 / 250, 12);
    // 100 − 2 · 25 of 250
    expect(marginShare(position)).toBeCloseTo(0.2, 12);
    expect(deltaDrift({ ...position, perpExitPrice: '125' })).toBeUndefined();
  });
});

describe('a market without a position', () => {
  const good = {
    unproven: undefined,
    basis: 0.0001,
    turnoverUsdt24h: 9_000_000,
    outlook: { grossYield: 0.3, netYield: 0.1, breakEvenSettlements: 20, paidShare: 0.9 },
    restsUntilMs: undefined,
  };
  const room = { nowMs: 1_000, closedBecause: undefined, exposureUsdt: 8_000, cashUsdt: 5_000 };
  const of = (netYield: number, breakEvenSettlements: number) => ({
    ...good.outlook,
    netYield,
    breakEvenSettlements,
  });

  it('is opened when it passes everything', () => {
    expect(openRefusal(good, limits, room)).toBeUndefined();
  });

  it.each([
    ['no-spot', { basis: undefined }],
    ['prices-apart', { basis: -0.06 }],
    ['not-proven', { unproven: { code: 'not-proven', text: 'A candle is not proven' } }],
    ['low-turnover', { turnoverUsdt24h: 4_999_999 }],
    ['not-earning', { outlook: of(0.1, Infinity) }],
    ['below-entry', { outlook: of(0.049, 20) }],
    ['break-even-late', { outlook: of(0.1, 61) }],
    ['closed-lately', { restsUntilMs: 1_001 }],
  ])('is passed by for %s', (code, change) => {
    expect(openRefusal({ ...good, ...change }, limits, room)?.code).toBe(code);
  });

  it.each([
    ['paused', { closedBecause: { code: 'paused', text: 'Paused' } }],
    ['exposure-full', { exposureUsdt: 8_001 }],
    ['cash-short', { cashUsdt: 3_000 }],
  ])('finds the desk closed for %s', (code, change) => {
    expect(openRefusal(good, limits, { ...room, ...change })?.code).toBe(code);
  });
});

describe('the proof up to now', () => {
  const due = {
    nowMs: 24 * HOUR_MS,
    nextFundingAtMs: 32 * HOUR_MS,
    intervalMs: 8 * HOUR_MS,
    candleStepMs: HOUR_MS,
  };
  const upTo = (toMs: number) => [{ fromMs: 0, toMs }];
  const whole = { funding: upTo(16 * HOUR_MS + 60_000), candles: upTo(23 * HOUR_MS) };

  it('gives what is due at this moment its grace', () => {
    expect(unprovenTail(whole, due)).toBeUndefined();
  });

  it('ends when a settlement or a candle is later than its grace', () => {
    const late = { ...due, nowMs: due.nowMs + 16 * 60_000 };
    expect(unprovenTail(whole, late)?.text).toContain('The settlement of 1970-01-02T00:00');
    const settled = { ...whole, funding: upTo(24 * HOUR_MS + 60_000) };
    expect(unprovenTail(settled, late)?.text).toContain('The candle of 1970-01-01T23:00');
  });

  it('goes by the settlement that was due, also when the exchange has not said a new one', () => {
    const before = { ...due, nextFundingAtMs: 24 * HOUR_MS, nowMs: 25 * HOUR_MS };
    expect(unprovenTail(whole, before)?.code).toBe('not-proven');
  });
});
