import { breakEvenHours } from '@fullcarry/domain/desk/observe/carry-yield';
import { cashNeeded } from '@fullcarry/domain/desk/decide/entry-refusal';
import { marketOutlook } from '@fullcarry/domain/desk/observe/market-outlook';
import { roundTripCost } from '@fullcarry/domain/desk/observe/round-trip-cost';
import { describe, expect, it } from '@jest/globals';
import { askedDeskSettings, deskSettings } from './desk-settings.js';
import { withCurrentNames } from './old-desk-settings.js';

const DEFAULTS = deskSettings.parse({});
const PAPER_EQUITY_USDT = 10_000;

describe('the default settings', () => {
  it('have room in the default equity for as many positions as the total allows (C17)', () => {
    const positions = Math.floor(DEFAULTS.maxNotionalTotalUsdt / DEFAULTS.notionalPerMarketUsdt);
    expect(positions).toBe(3);
    const venue = 'bybit';
    const legs = {
      long: { venue, instrument: 'spot' },
      short: { venue, instrument: 'perpetual' },
    } as const;
    const needed = cashNeeded({ legs }, DEFAULTS).get(venue) ?? 0;
    expect(Math.floor(PAPER_EQUITY_USDT / needed)).toBe(positions);
  });

  it('find the usual rate worth opening at published taker fees (C17)', () => {
    // Bybit without any discount: 0.1 % spot, 0.055 % perpetual. 31 bp of fees and 8 bp of slippage a round trip.
    expect(roundTripCost(DEFAULTS, { long: 'spot', short: 'perpetual' })).toBeCloseTo(0.0039, 15);
    const usual = { rate: 0.0001, intervalMinutes: 480 };
    expect(breakEvenHours(usual, 0.0039)).toBeCloseTo(312, 9);
    const short = { predicted: usual, persistence: undefined };
    const outlook = marketOutlook({ short, long: undefined }, 0, DEFAULTS);
    // 720 h of 0.01 % every 8 h are 90 bp; 51 bp are left of them, in 720 of 8,760 h.
    expect(outlook.netYield).toBeCloseTo((0.0051 * 8760) / 720, 12);
    expect(outlook.netYield).toBeGreaterThan(DEFAULTS.entryNetYield);
  });

  it.each([
    ['maxHeldBasis', { maxEntryBasis: 0.03, maxHeldBasis: 0.03 }],
    ['minHoldingYield', { entryNetYield: 0.05, minHoldingYield: 0.06 }],
    ['maxForcedMoveBps', { maxPriceMoveBps: 60, maxForcedMoveBps: 50 }],
  ])('are refused where %s contradicts another one', (field, settings) => {
    const { error } = deskSettings.safeParse(settings);
    expect(error?.issues.map(({ path }) => path)).toEqual([[field]]);
  });
});

describe('settings under their old names', () => {
  const OLD = {
    exitNetYield: 0.01,
    maxBreakEvenSettlements: 60,
    maxWrongSignSettlements: 3,
    maxDeltaDrift: 0.03,
  };

  it('are taken, in the units of today, and said', () => {
    expect(askedDeskSettings.parse(OLD)).toEqual({
      ...DEFAULTS,
      minHoldingYield: 0.01,
      maxBreakEvenHours: 480,
      maxPaidBps: 20,
      maxDelta: 0.03,
    });
    expect(withCurrentNames(OLD).renamed).toHaveLength(4);
    expect(withCurrentNames(OLD).renamed[1]).toBe(
      'maxBreakEvenSettlements 60 is now maxBreakEvenHours 480: a settlement counts as 8 h',
    );
  });

  it('are checked like those of today', () => {
    const { error } = askedDeskSettings.safeParse({ maxBreakEvenSettlements: '60' });
    expect(error?.issues.map(({ path }) => path)).toEqual([['maxBreakEvenHours']]);
  });

  it('are refused beside the name of today, since nobody knows which one is meant', () => {
    const both = { maxDeltaDrift: 0.03, maxDelta: 0.02 };
    expect(askedDeskSettings.safeParse(both).success).toBe(false);
  });

  it('leave what is no object to the schema', () => {
    expect(withCurrentNames('hello')).toEqual({ settings: 'hello', renamed: [] });
  });
});
