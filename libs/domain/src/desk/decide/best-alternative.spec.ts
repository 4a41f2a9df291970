import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.js';
import {
  done,
  EMPTY_BOOK,
  market,
  opened,
  seen,
  SETTINGS,
  steady,
  type MarketChange,
} from '../desk-cases.fixture.js';

/** Holds 2,000 USDT of BTC, which pay 0.02 % every 8 h; there is no room for another position. */
const held = opened();
const FULL = { ...SETTINGS, maxNotionalTotalUsdt: 2_000 };

/** A market that pays so much every 8 h, as it always did. */
const paying = (rate: number, change: MarketChange = {}) =>
  market({
    symbol: 'ETH/USDT:USDT',
    predicted: { rate, intervalMinutes: 480 },
    persistence: steady(rate / 8),
    ...change,
  });

const judged = (eth: MarketChange | number, settings = FULL, btc: MarketChange = {}) => {
  const other = typeof eth === 'number' ? paying(eth) : paying(0.001, eth);
  return decide(seen(market(btc), other), held, settings);
};
const actionsOf = (...asked: Parameters<typeof judged>) =>
  judged(...asked).actions.map(({ kind }) => kind);

describe('a position, and a better market that there is no room for', () => {
  it('is left when the difference in carry pays leaving, entering, leaving again and the setting', () => {
    // Over 720 h: 19.5 bp to leave, 39 bp to enter and leave the other, 5 % a year are 41.1 bp: 99.6 bp together.
    // BTC brings 180 bp. ETH has to bring 279.6: 0.03107 % every 8 h.
    expect(actionsOf(0.00031)).toEqual([]);
    const { actions, alternative } = judged(0.00032);
    expect(actions).toMatchObject([
      {
        kind: 'close',
        position: { id: 1 },
        reason: {
          code: 'better-elsewhere',
          // (288 − 39) bp · 8,760 / 720, and what is left after (180 + 19.5) bp.
          text: 'ETH/USDT:USDT promises 30.30 % a year after all four fills, 6.02 % more than holding on is worth against leaving now',
          isPressing: false,
        },
      },
    ]);
    expect(alternative?.symbol).toBe('ETH/USDT:USDT');
  });

  it('is left for it by as much as the setting says', () => {
    expect(actionsOf(0.00032, { ...FULL, minSwitchYield: 0.061 })).toEqual([]);
    expect(actionsOf(0.00032, { ...FULL, minSwitchYield: 0.06 })).toEqual(['close']);
    // Without a setting the costs alone: 58.5 bp, 0.0265 % every 8 h.
    expect(actionsOf(0.000264, { ...FULL, minSwitchYield: 0 })).toEqual([]);
    expect(actionsOf(0.000266, { ...FULL, minSwitchYield: 0 })).toEqual(['close']);
  });

  it('gives its room to it, and is not left back', () => {
    const now = seen(market(), paying(0.0006));
    const after = done(held, decide(now, held, FULL).actions, { long: '100', short: '100' });
    expect(after.positions.get(1)?.state).toBe('closed');
    const next = decide(now, after, FULL);
    expect(next.actions).toMatchObject([
      { kind: 'open', opening: { legs: { short: { symbol: 'ETH/USDT:USDT' } } } },
    ]);
    const both = done(after, next.actions, { long: '100', short: '100' });
    expect(decide(now, both, { ...FULL, restHours: 0, minSwitchYield: 0 }).actions).toEqual([]);
  });

  it('is kept where there is room for both', () => {
    expect(actionsOf(0.001, SETTINGS)).toEqual(['open']);
  });

  it('is kept while its own history, a price or its market is not known', () => {
    expect(actionsOf(0.001, FULL, { persistence: undefined })).toEqual([]);
    const unpriced = { prices: { long: undefined, short: '100', unitsPerContract: 1 } };
    expect(actionsOf(0.001, FULL, unpriced)).toEqual([]);
    expect(decide(seen(paying(0.001)), held, FULL).actions).toEqual([]);
  });

  it('is kept where the other one would not be opened for another reason', () => {
    const unproven = { code: 'data-degraded', text: '1 row of its history is missing' };
    expect(actionsOf({ unproven })).toEqual([]);
    expect(actionsOf({ rules: undefined })).toEqual([]);
    expect(actionsOf({ turnoverUsdt24h: 1 })).toEqual([]);
    const empty = { bids: [], asks: [], observedAtMs: 1 };
    expect(actionsOf({ books: { long: empty, short: empty } })).toEqual([]);
    const paused = { ...held, mode: 'paused', modeReason: undefined } as const;
    expect(decide(seen(market(), paying(0.001)), paused, FULL).actions).toEqual([]);
  });

  it('is kept where what it frees lies on another exchange than what the other one needs', () => {
    const { legs } = paying(0.001);
    const okx = { ...legs.short, venue: 'okx' };
    const long = {
      ...okx,
      funding: { ...okx.funding, predicted: { rate: 0, intervalMinutes: 480 } },
    };
    const elsewhere = paying(0.001, {
      legs: {
        short: legs.short,
        long: { ...long, funding: { predicted: long.funding.predicted, persistence: steady(0) } },
      },
    });
    const rich = { ...held, elsewhereUsdt: new Map([['okx', '2000']]) };
    expect(decide(seen(market(), elsewhere), rich, FULL).actions).toMatchObject([
      { kind: 'close', reason: { code: 'better-elsewhere' } },
    ]);
    const poor = { ...held, elsewhereUsdt: new Map([['okx', '10']]) };
    expect(decide(seen(market(), elsewhere), poor, FULL).actions).toEqual([]);
  });

  it('goes by its own reason first, if it has one', () => {
    const { actions } = judged(0.001, FULL, { endsAtMs: 7_200_000 });
    expect(actions).toMatchObject([{ kind: 'close', reason: { code: 'delisting' } }]);
  });

  it('opens nothing of its own accord in an empty book', () => {
    expect(decide(seen(paying(0.001)), EMPTY_BOOK, FULL).alternative).toBeUndefined();
  });
});
