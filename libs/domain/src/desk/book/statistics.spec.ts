import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../../time-window.js';
import { intendedLeg, type InstrumentKind, type PositionLeg } from './position-leg.js';
import {
  earnedByDay,
  earnedByMarket,
  winsAndLosses,
  yieldOnCapital,
  type LedgerPoint,
  type ResultPosition,
} from './statistics.js';

const point = (atMs: number, equityUsdt: string, more: Partial<LedgerPoint> = {}): LedgerPoint => ({
  ...{ atMs, equityUsdt, realisedUsdt: '0', unrealisedUsdt: '0', fundingUsdt: '0', feesUsdt: '0' },
  ...more,
});

const legOf = (instrument: InstrumentKind, opened: number, closedAt: number): PositionLeg => ({
  ...intendedLeg({
    ...{ venue: 'bybit', instrument, symbol: 'A/USDT:USDT', nativeId: 'AUSDT' },
    ...{ unitsPerContract: 1, quantity: '1', price: String(closedAt), lot: undefined },
  }),
  ...{ openedQuantity: '1', openedValueUsdt: String(opened) },
  ...{ closedQuantity: '1', closedValueUsdt: String(closedAt), closedCostUsdt: String(opened) },
});

/** What the short leg earned and cost beside its price. */
const withShort = (position: ResultPosition, short: Partial<PositionLeg>): ResultPosition => ({
  ...position,
  legs: { ...position.legs, short: { ...position.legs.short, ...short } },
});

/** One coin bought at 100 and one contract sold at 101, closed at 105 and 105: −4 + 5 = 1 of prices. */
const closed = withShort(
  {
    legs: { long: legOf('spot', 100, 105), short: legOf('perpetual', 101, 105) },
    state: 'closed',
    openedAtMs: 0,
    closedAtMs: 24 * HOUR_MS,
  },
  { fundingUsdt: '0.3', feesUsdt: '0.4', settlementsBooked: 3 },
);

describe('What the desk earned', () => {
  it('a day is its last point against that of the day before, the first against the start', () => {
    const days = earnedByDay('10000', [
      point(5 * HOUR_MS, '9998', { feesUsdt: '3', unrealisedUsdt: '1' }),
      point(DAY_MS + HOUR_MS, '10001', { feesUsdt: '3', fundingUsdt: '2.5', realisedUsdt: '1.5' }),
    ]);
    expect(days).toEqual([
      { ...{ dayMs: 0, equityUsdt: '9998', pricesUsdt: '1' }, ...sums('0', '3', '-2') },
      { ...{ dayMs: DAY_MS, equityUsdt: '10001', pricesUsdt: '0.5' }, ...sums('2.5', '0', '3') },
    ]);
  });

  it('on its capital is simple and a year, and is not shown of less than a day', () => {
    expect(yieldOnCapital('10000', '10010', 36.5 * DAY_MS)).toBeCloseTo(0.01);
    expect(yieldOnCapital('10000', '10010', DAY_MS - 1)).toBeUndefined();
  });

  it('by market is of all its positions, and adds up', () => {
    const lost = withShort(closed, {
      ...{ symbol: 'B', nativeId: 'B' },
      ...{ fundingUsdt: '-1', settlementsBooked: 1 },
    });
    const [best, worst] = earnedByMarket([lost, closed, closed]);
    expect(best).toMatchObject({ nativeId: 'AUSDT', positions: 2, open: 0, settlements: 6 });
    expect(best).toMatchObject({ pricesUsdt: '2', ...sums('0.6', '0.8', '1.8') });
    expect(worst).toMatchObject({ nativeId: 'B', ...sums('-1', '0.4', '-0.4') });
  });

  it('counts wins after all costs; what is open or was unwound is neither', () => {
    const lost = withShort(closed, { feesUsdt: '1.3' });
    const open = { ...closed, state: 'open' as const, closedAtMs: undefined };
    const unwound = { ...closed, state: 'unwound' as const };
    expect(winsAndLosses([closed, lost, open, unwound])).toEqual({
      ...{ wins: 1, winsUsdt: '0.9', losses: 1, lossesUsdt: '0', meanHoldingHours: 24 },
    });
    expect(winsAndLosses([open]).meanHoldingHours).toBeUndefined();
  });
});

function sums(fundingUsdt: string, feesUsdt: string, netUsdt: string) {
  return { fundingUsdt, feesUsdt, netUsdt };
}
