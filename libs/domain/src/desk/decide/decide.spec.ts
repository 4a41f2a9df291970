import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../../time-window.js';
import { decide } from './decide.js';
import {
  at,
  done,
  EMPTY_BOOK,
  ledgerAt,
  market,
  type MarketChange,
  paid,
  seen,
  SETTINGS,
  steady,
} from '../desk-cases.fixture.js';
import { PRICES, held, outlookAt, codeOf, actionsOf } from './decided.fixture.js';

describe('missing data', () => {
  it('sells nothing: one poll without the spot row, while the price falls by 10 %, costs nothing (C1)', () => {
    const { actions, verdicts } = decide(seen(market(at(undefined, '90'))), held, SETTINGS);
    expect(actions).toEqual([]);
    expect(verdicts).toMatchObject([{ meant: 'hold', reason: { code: 'held' } }]);
    // Slippage of two fills 0.80, fees 2.0004 and 1.09978: what opening cost, and nothing else.
    expect(ledgerAt(held, PRICES).equityUsdt).toBe('9996.09982');
    expect(ledgerAt(held, { long: '90', short: '90' }).equityUsdt).toBe('9996.09982');
  });

  it('begins no closing whose second leg has no price, however pressing it is (C1)', () => {
    // Of the collateral of 1,000 less than a tenth is left at 140, and no cash is there to be added.
    const poor = { ...held, cashUsdt: '0' };
    const { actions, verdicts } = decide(seen(market(at(undefined, '140'))), poor, SETTINGS);
    expect(actions).toEqual([]);
    expect(verdicts[0]).toMatchObject({ meant: 'hold', reason: { code: 'no-price' } });
    expect(actionsOf(at('140', '140'), poor)).toEqual(['close']);
  });

  it.each([
    ['rank 20 → 21', { code: 'not-tracked', text: 'Its history is not followed any more' }],
    ['one of 8,760 candles', { code: 'data-degraded', text: '1 row of its history is missing' }],
  ])('keeps what is held, and opens nothing new: %s (C6)', (_, unproven) => {
    expect(actionsOf({ unproven })).toEqual([]);
    expect(codeOf({ unproven })).toBe(unproven.code);
  });

  it('keeps what is held when nothing at all is quoted of its market (C6)', () => {
    const { actions, verdicts } = decide(seen(), held, SETTINGS);
    expect(actions).toEqual([]);
    expect(verdicts).toMatchObject([{ meant: 'hold', reason: { code: 'not-seen' } }]);
  });

  it('does not take one predicted rate for a reason to sell where no history is known', () => {
    const predicted = { rate: -0.001, intervalMinutes: 480 };
    expect(actionsOf({ predicted, persistence: undefined })).toEqual([]);
    expect(actionsOf({ predicted, persistence: steady(-0.001 / 8) })).toEqual(['close']);
  });

  it('trades nothing on old prices', () => {
    const stale = { code: 'stale-rates', text: 'The rates are too old to trade on' };
    const observed = { ...seen(market(at('140', '140'))), stale };
    expect(decide(observed, held, SETTINGS).actions).toEqual([]);
    expect(decide(observed, EMPTY_BOOK, SETTINGS).actions).toEqual([]);
  });
});

describe('a basis', () => {
  it('that is steady at 3 % opens once and is held: no turn is paid for twice (C2)', () => {
    const prices = { long: '100', short: '103' };
    const predicted = { rate: 0.001, intervalMinutes: 480 };
    const now = seen(market({ ...at('100', '103'), predicted, persistence: steady(0.001 / 8) }));
    const first = decide(now, EMPTY_BOOK, SETTINGS);
    expect(first.actions.map(({ kind }) => kind)).toEqual(['open']);
    let after = done(EMPTY_BOOK, first.actions, prices);
    const cost = ledgerAt(after, prices);
    for (let settlement = 1; settlement <= 90; settlement += 1) {
      // 0.001 × 19.417 contracts × 103
      after = paid(after, settlement * 8 * HOUR_MS, '1.999951');
      expect(decide(now, after, SETTINGS).actions).toEqual([]);
    }
    const ledger = ledgerAt(after, prices);
    expect(ledger.fundingUsdt).toBe('179.99559');
    expect(ledger.feesUsdt).toBe(cost.feesUsdt);
    expect(Number(ledger.equityUsdt) - Number(cost.equityUsdt)).toBeCloseTo(179.99559, 9);
  });

  it('wider than the entry limit refuses, and closes only beyond the wider exit limit', () => {
    expect(codeOf(at('100', '105.1'))).toBe('prices-apart');
    expect(actionsOf(at('100', '105.1'))).toEqual([]);
    expect(actionsOf(at('100', '109.9'))).toEqual([]);
    expect(decide(seen(market(at('100', '110.1'))), held, SETTINGS).verdicts[0]).toMatchObject({
      meant: 'close',
      reason: { code: 'basis' },
    });
  });

  it('counts at the entry: a discount costs all of it, a premium earns a share', () => {
    const worth = (perp: string) => {
      const [verdict] = decide(seen(market(at('100', perp))), EMPTY_BOOK, SETTINGS).verdicts;
      return ((verdict?.outlook?.netYield ?? 0) * 720) / 8760;
    };
    expect(worth('100')).toBeCloseTo(0.018 - 0.0039, 12);
    expect(worth('99')).toBeCloseTo(0.018 - 0.01 - 0.0039, 12);
    expect(worth('101')).toBeCloseTo(0.018 + 0.005 - 0.0039, 12);
  });
});

describe('an entry', () => {
  it('is the same for the same carry, paid every 8 h or every hour (C4)', () => {
    const outlookOf = (rate: number, intervalMinutes: number) =>
      outlookAt({ rate, intervalMinutes }, steady(0.0001 / 8));
    const [slow, quick] = [outlookOf(0.0001, 480), outlookOf(0.0000125, 60)];
    expect(quick.breakEvenHours).toBeCloseTo(slow.breakEvenHours, 9);
    expect(quick.netYield).toBeCloseTo(slow.netYield, 12);
    expect(quick.neededRate * 8).toBeCloseTo(slow.neededRate, 15);
  });

  it('that is not worth it says the rate that it would take, and at that rate it is (C17)', () => {
    const about = (rate: number) => ({
      predicted: { rate, intervalMinutes: 480 },
      persistence: undefined,
    });
    const [verdict] = decide(seen(market(about(0.00005))), EMPTY_BOOK, SETTINGS).verdicts;
    // (39 bp + 5 % a year over 720 h) / 720 h · 8 h
    const needed = ((0.0039 + (0.05 * 720) / 8760) / 720) * 8;
    expect(verdict?.outlook?.neededRate).toBeCloseTo(needed, 15);
    expect(verdict?.outlook?.breakEvenHours).toBeCloseTo(624, 9);
    expect(verdict?.reason.text).toContain('it takes a rate of 0.0089 %');
    expect(codeOf(about(needed * 0.999))).toBe('below-entry');
    expect(codeOf(about(needed * 1.001))).toBe('opened');
  });

  it('needs more of the predicted rate where it will not last', () => {
    const persistence = { ...steady(0.00005 / 8), halfLifeHours: 24 };
    const { neededRate } = outlookAt({ rate: 0.0001, intervalMinutes: 480 }, persistence);
    expect(neededRate).toBeGreaterThan(0.0001);
    const predicted = { rate: neededRate * 1.0001, intervalMinutes: 480 };
    expect(codeOf({ predicted, persistence })).toBe('opened');
  });

  it.each<[string, MarketChange]>([
    ['no-spot', { legs: { ...market().legs, long: undefined }, ...at(undefined, '100') }],
    ['no-price', at(undefined, '100')],
    ['prices-apart', at('100', '94')],
    ['not-proven', { unproven: { code: 'not-proven', text: 'A candle is not proven' } }],
    ['low-turnover', { turnoverUsdt24h: 4_999_999 }],
    ['not-earning', { predicted: { rate: 0, intervalMinutes: 480 } }],
    ['no-rules', { rules: undefined }],
    ['too-small', { ...at('100000', '100000'), rules: coarse('0.1') }],
  ])('is passed by for %s', (code, change) => {
    expect(codeOf(change)).toBe(code);
    expect(actionsOf(change, EMPTY_BOOK)).toEqual([]);
  });

  it('rests for hours after its last position', () => {
    const closed = done(held, decide(seen(market(at('100', '111'))), held, SETTINGS).actions, {
      long: '100',
      short: '111',
    });
    const now = seen(market());
    expect(decide(now, closed, SETTINGS).verdicts[0]?.reason.code).toBe('closed-lately');
    const later = { ...now, nowMs: 8 * HOUR_MS + 1 };
    expect(decide(later, closed, SETTINGS).verdicts[0]?.reason.code).toBe('opened');
  });

  it('finds as much room as its limits leave, the best market first', () => {
    const markets = ['A', 'B', 'C', 'D'].map((symbol, i) =>
      market({ symbol, predicted: { rate: 0.0002 + i / 10_000, intervalMinutes: 480 } }),
    );
    const { actions, verdicts } = decide(seen(...markets), EMPTY_BOOK, SETTINGS);
    expect(actions.map((one) => one.kind === 'open' && one.opening.legs.short.symbol)).toEqual([
      'D',
      'C',
      'B',
    ]);
    expect(verdicts.map(({ reason }) => reason.code)).toEqual([
      'opened',
      'opened',
      'opened',
      'exposure-full',
    ]);
    const poor = { ...EMPTY_BOOK, cashUsdt: '3059' };
    expect(decide(seen(...markets), poor, SETTINGS).verdicts[0]?.reason.code).toBe('cash-short');
  });
});

describe('a desk that is not running', () => {
  const stopped = { ...held, mode: 'emergency-stopped' as const, modeReason: 'By a person' };
  const paused = { ...held, mode: 'paused' as const, modeReason: 'By a person' };

  it('opens nothing, and still closes what must be', () => {
    expect(decide(seen(market({ symbol: 'X' })), paused, SETTINGS).actions).toEqual([]);
    expect(actionsOf({}, paused)).toEqual([]);
    expect(actionsOf(at('100', '111'), paused)).toEqual(['close']);
  });

  it('closes everything after an emergency stop, seen or not', () => {
    expect(actionsOf({}, stopped)).toEqual(['close']);
    expect(decide(seen(), stopped, SETTINGS).actions.map(({ kind }) => kind)).toEqual(['close']);
  });
});

function coarse(step: string) {
  const lot = { quantityStep: step, minQuantity: step, minNotionalUsdt: '5' };
  return { long: lot, short: lot, unitsPerContract: 1 };
}
