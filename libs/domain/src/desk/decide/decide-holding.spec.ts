import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../../time-window.js';
import { decide } from './decide.js';
import {
  at,
  done,
  EMPTY_BOOK,
  ledgerAt,
  market,
  OPENING,
  paid,
  seen,
  SETTINGS,
  steady,
} from '../desk-cases.fixture.js';
import { book } from '../book/book.js';
import { intended } from './opening.js';
import { PRICES, held, outlookAt, codeOf, actionsOf } from './decided.fixture.js';

describe('holding on', () => {
  it.each([
    ['0.009 % every 8 h, 9.9 % a year (C3)', 0.00009, []],
    ['a little paid, less than leaving costs', -0.00002, []],
    ['more paid than leaving costs', -0.00003, ['close']],
  ])('leaves out what opening cost: %s', (_, rate, actions) => {
    const predicted = { rate, intervalMinutes: 480 };
    expect(actionsOf({ predicted, persistence: steady(rate / 8) })).toEqual(actions);
  });

  it('is worth the expected carry and the two fills that it saves', () => {
    const outlook = outlookAt({ rate: 0.00009, intervalMinutes: 480 }, steady(0.00009 / 8));
    // 720 h of 0.009 % every 8 h are 81 bp, two fills 19.5 bp.
    expect(outlook.holdingYield).toBeCloseTo((0.01005 * 8760) / 720, 12);
  });

  it('takes the profit of a premium that became a discount', () => {
    expect(actionsOf(at('100', '97.9'))).toEqual(['close']);
    expect(actionsOf(at('100', '98.1'))).toEqual([]);
  });

  it('ends after what was paid, in basis points and not in settlements (C4)', () => {
    const payments = (amount: string, many: number) =>
      Array.from({ length: many }).reduce<typeof held>(
        (after, _, i) => paid(after, i + 2, amount),
        paid(held, 1, '0.5'),
      );
    // 20 bp of 2,000 are 4 USDT, in three settlements of 8 h or in twenty-four of 1 h.
    expect(actionsOf({}, payments('-1.3', 3))).toEqual([]);
    expect(actionsOf({}, payments('-0.16', 24))).toEqual([]);
    expect(actionsOf({}, payments('-1.4', 3))).toEqual(['close']);
    expect(actionsOf({}, payments('-0.17', 24))).toEqual(['close']);
    expect(actionsOf({}, paid(payments('-1.4', 3), 99, '0.01'))).toEqual([]);
  });
});

describe('the end of a market', () => {
  it('that is announced refuses openings and is left in time (C8)', () => {
    const inHours = (hours: number) => ({ endsAtMs: seen().nowMs + hours * HOUR_MS });
    expect(codeOf(inHours(2))).toBe('delisting');
    expect(codeOf(inHours(200))).toBe('delisting');
    expect(actionsOf(inHours(2))).toEqual(['close']);
    expect(actionsOf(inHours(25))).toEqual([]);
  });

  it('that has come is settled in the book at the last mark price, and the coins are sold (C7)', () => {
    const gone = {
      ...seen(),
      nowMs: 9 * HOUR_MS,
      ended: new Map([['bybit BTC/USDT:USDT', { endedAtMs: 8 * HOUR_MS, spotPrice: '104' }]]),
    };
    const valued = book(held, {
      ...{ kind: 'priced', positionId: 1, prices: { long: '104', short: '105' } },
    });
    const { actions, verdicts } = decide(gone, valued, SETTINGS);
    expect(verdicts).toMatchObject([{ meant: 'close', reason: { code: 'delisted' } }]);
    expect(actions).toMatchObject([
      { kind: 'settle', how: 'delivered', price: '105', atMs: 8 * HOUR_MS },
    ]);
    const after = done(valued, actions, { long: '104', short: '0' });
    expect(after.positions.get(1)).toMatchObject({
      ...{ state: 'closed', legs: { short: { closedValueUsdt: '2100', collateralUsdt: '0' } } },
    });
    // Spot 20 · (103.9792 − 100.02), short 20 · (99.98 − 105), fees 2.0004 + 1.09978 + 2.079584; no fee for the delivery.
    expect(after.cashUsdt).toBe('9973.604236');
    expect(ledgerAt(after, PRICES).equityUsdt).toBe('9973.604236');
  });

  it('is settled under an emergency stop, and when it is found half closed (C7)', () => {
    const ended = new Map([['bybit BTC/USDT:USDT', { endedAtMs: 0, spotPrice: '100' }]]);
    const gone = { ...seen(), ended };
    const stopped = { ...held, mode: 'emergency-stopped' as const };
    expect(decide(gone, stopped, SETTINGS).actions.map(({ kind }) => kind)).toEqual(['settle']);
    const closing = book(held, { kind: 'closing', positionId: 1, reason: 'Over' });
    expect(decide(gone, closing, SETTINGS).actions.map(({ kind }) => kind)).toEqual(['settle']);
  });
});

describe('the margin of a short', () => {
  const met = (highPrice: string, before = held, now = market()) =>
    decide(
      {
        ...seen(now),
        ranges: new Map([['1 short', { highPrice, lowPrice: '99', fromMs: 0, toMs: 3_540_000 }]]),
      },
      before,
      SETTINGS,
    );

  it('is gone when the price was three times as high between two observations: liquidated in the book (C11)', () => {
    const { actions, verdicts } = met('300');
    expect(verdicts).toMatchObject([{ meant: 'close', reason: { code: 'liquidated' } }]);
    // 99.98 + 999.8 / 20: all that was put aside is lost.
    expect(actions).toMatchObject([
      { kind: 'settle', how: 'liquidated', price: '149.97', atMs: 3_540_000 },
    ]);
    const after = done(held, actions, PRICES);
    // 6996.69982 of cash, nothing of the margin, and the coins: 20 · 99.98 − 1.9996.
    expect(after.cashUsdt).toBe('8994.30022');
    expect(after.positions.get(1)?.state).toBe('closed');
  });

  it('is three times as high at an observation: liquidated, and not closed for a fee (C11)', () => {
    const { actions } = decide(seen(market(at('300', '300'))), held, SETTINGS);
    expect(actions).toMatchObject([{ kind: 'settle', how: 'liquidated', price: '149.97' }]);
  });

  it('is not gone by a price that was met before it was opened', () => {
    const late = { ...seen(market(at('300', '300'))), nowMs: 0 };
    expect(decide(late, held, SETTINGS).actions).toEqual([]);
  });

  it('holds below the price at which 2.5 % of the notional are left', () => {
    // (999.8 + 99.98 · 20) / (20 · 1.025)
    expect(met('146.312').actions).toEqual([]);
    expect(met('146.313').actions).toMatchObject([{ kind: 'settle' }]);
  });

  it('is added to before a good position is sold', () => {
    const { actions, verdicts } = decide(seen(market(at('140', '140'))), held, SETTINGS);
    // Half of 2,800 are 1,400; 999.8 − 20 · 40.02 = 199.4 are left.
    expect(actions).toMatchObject([{ kind: 'top-up', amountUsdt: '1200.6' }]);
    expect(verdicts).toMatchObject([{ meant: 'hold', reason: { code: 'topped-up' } }]);
    const after = done(held, actions, PRICES);
    expect(after.cashUsdt).toBe('5796.09982');
    expect(ledgerAt(after, PRICES).equityUsdt).toBe(ledgerAt(held, PRICES).equityUsdt);
    expect(decide(seen(market(at('140', '140'))), after, SETTINGS).actions).toEqual([]);
    // What was added is lost with it: 99.98 + 2200.4 / 20.
    expect(met('300', after).actions).toMatchObject([{ price: '210' }]);
  });

  it('is not added to where another reason sells, or where there is too little cash', () => {
    const paying = { predicted: { rate: -0.001, intervalMinutes: 480 } };
    const bad = market({ ...at('140', '140'), ...paying, persistence: steady(-0.001 / 8) });
    expect(decide(seen(bad), held, SETTINGS).verdicts[0]?.reason.code).toBe('margin-low');
    expect(decide(seen(bad), held, SETTINGS).actions).toMatchObject([{ kind: 'close' }]);
    // 30 % of 2,800 have to be there afterwards: 640.6 more.
    const there = (cashUsdt: string) => actionsOf(at('140', '140'), { ...held, cashUsdt });
    expect(there('640.59')).toEqual(['close']);
    expect(there('640.6')).toEqual(['top-up']);
  });
});

describe('what was found half done', () => {
  const begun = book(EMPTY_BOOK, {
    kind: 'intended',
    position: intended(1, OPENING),
  });
  const finish = (before = begun, nowMs = 60_000) =>
    decide({ ...seen(market()), nowMs }, before, SETTINGS).actions[0];

  it('is finished while it is fresh, and taken back when it is not or may not be', () => {
    expect(finish()).toMatchObject({ kind: 'finish', forward: true });
    expect(finish(begun, 301_000)).toMatchObject({ kind: 'finish', forward: false });
    expect(finish({ ...begun, mode: 'paused' })).toMatchObject({ kind: 'finish', forward: false });
    const closing = book(held, { kind: 'closing', positionId: 1, reason: 'Over' });
    expect(finish(closing, 1e9)).toMatchObject({ kind: 'finish', forward: true });
  });
});

describe('two perpetuals of one coin on two exchanges', () => {
  const stream = (rate: number, intervalMinutes: number) => ({
    predicted: { rate, intervalMinutes },
    persistence: steady(rate / (intervalMinutes / 60)),
  });
  /** Short on Bybit at 0.03 % every 8 h, long on OKX at 0.0025 % every hour, at a price gap. */
  const pair = (shortPrice = '100') => {
    const { short } = market().legs;
    return market({
      symbol: 'BTC/USDT:USDT bybit/okx',
      legs: {
        long: { ...short, venue: 'okx', funding: stream(0.000_002_5, 60) },
        short: { ...short, funding: stream(0.0003, 480) },
      },
      prices: { long: '100', short: shortPrice, unitsPerContract: 1 },
    });
  };
  const rich = {
    ...EMPTY_BOOK,
    startingEquityUsdt: '20000',
    elsewhereUsdt: new Map([['okx', '10000']]),
  };

  it('are worth what the one is paid more than the other, less four fills of perpetuals', () => {
    const { actions, verdicts } = decide(seen(pair()), rich, SETTINGS);
    // 720 h of 0.0035 % an hour, less 2 · (5.5 + 5.5) + 4 · 2 bp.
    const gain = 720 * (0.0003 / 8 - 0.000_002_5) - 0.003;
    expect(verdicts[0]?.outlook?.netYield).toBeCloseTo((gain * 8760) / 720, 12);
    expect(actions).toMatchObject([
      { kind: 'open', opening: { legs: { long: { venue: 'okx' }, short: { venue: 'bybit' } } } },
    ]);
  });

  it('need capital on both exchanges', () => {
    const poor = { ...rich, elsewhereUsdt: new Map([['okx', '1019']]) };
    expect(decide(seen(pair()), poor, SETTINGS).verdicts[0]?.reason).toEqual({
      code: 'cash-short',
      text: 'Needs 1,020 USDT on okx, 1,019 USDT free',
    });
  });

  it('are held and left like any other: by the price gap, and the long one is liquidated when the price falls', () => {
    const opening = decide(seen(pair()), rich, SETTINGS).actions;
    const held = done(rich, opening, PRICES);
    expect(decide(seen(pair()), held, SETTINGS).actions).toEqual([]);
    expect(decide(seen(pair('111')), held, SETTINGS).actions).toMatchObject([{ kind: 'close' }]);
    const ranges = new Map([['1 long', { highPrice: '100', lowPrice: '50', fromMs: 0, toMs: 9 }]]);
    expect(decide({ ...seen(pair()), ranges }, held, SETTINGS).actions).toMatchObject([
      { kind: 'settle', leg: 'long', how: 'liquidated', price: '50.01' },
    ]);
  });
});
