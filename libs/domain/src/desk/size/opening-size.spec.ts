import { describe, expect, it } from '@jest/globals';
import { NO_SIGNALS, signalValues, type SignalValues } from '../../signal/market-signals.js';
import { decide } from '../decide/decide.js';
import { EMPTY_BOOK, market, opened, seen, SETTINGS } from '../desk-cases.fixture.js';

/** A bad day costs 0.5 %, of unwinding alone. */
const CALM: SignalValues = {
  ...signalValues(NO_SIGNALS),
  ...{ tailRate: 0, basisVolatility: 0 },
};

const DYNAMIC = { ...SETTINGS, sizing: 'dynamic' } as const;

const other = (name: string) => ({
  symbol: `${name}/USDT:USDT`,
  nativeId: `${name}USDT`,
  turnoverUsdt24h: 8_000_000,
  signals: CALM,
});

function notionals(...asked: Parameters<typeof decide>): number[] {
  return decide(...asked).actions.flatMap((action) =>
    action.kind === 'open'
      ? [Number(action.opening.legs.short.quantity) * Number(action.opening.legs.short.price)]
      : [],
  );
}

describe('a dynamic size', () => {
  it('opens all of what a market may have where nothing speaks against it, and says so', () => {
    const { verdicts } = decide(seen(market({ signals: CALM })), EMPTY_BOOK, DYNAMIC);
    expect(verdicts[0]?.reason.text).toMatch(/; 2,000 USDT by the conviction of 100\.00 %$/);
    expect(notionals(seen(market({ signals: CALM })), EMPTY_BOOK, DYNAMIC)).toEqual([2_000]);
  });

  it('opens nothing of which no signals are seen', () => {
    const { verdicts, actions } = decide(seen(market()), EMPTY_BOOK, DYNAMIC);
    expect(verdicts[0]?.reason.code).toBe('no-signals');
    expect(actions).toEqual([]);
  });

  it('opens what a bad day may cost: 0.3 % of 10,000 at 3 % of notional is 1,000', () => {
    // Unwinding 0.5 %, and a basis that moves 2.5 % in three deviations of a day.
    const wild = { ...CALM, basisVolatility: 0.025 / 3 / Math.sqrt(24) };
    expect(notionals(seen(market({ signals: wild })), EMPTY_BOOK, DYNAMIC)).toEqual([1_000]);
  });

  it('counts what it opens before in the same cycle: 2,000, 2,000, and what the losses together leave', () => {
    const markets = seen(market({ signals: CALM }), market(other('ETH')), market(other('SOL')));
    const settings = { ...DYNAMIC, maxTailLossTotal: 0.0025, betCorrelation: 1 };
    // 25 USDT of 10,000 at 0.5 % of notional are 5,000, all moving together.
    expect(notionals(markets, EMPTY_BOOK, settings)).toEqual([2_000, 2_000, 1_000]);
    expect(notionals(markets, EMPTY_BOOK, { ...settings, maxNotionalTotalUsdt: 3_000 })).toEqual([
      2_000, 1_000,
    ]);
  });

  it('is half at half of the drawdown at which the desk pauses', () => {
    const deep = { ...seen(market({ signals: CALM })), peakEquityUsdt: '10526.315789' };
    expect(notionals(deep, EMPTY_BOOK, DYNAMIC)[0]).toBeCloseTo(1_000, 0);
  });

  it('counts what is held of a coin', () => {
    const eth = market(other('ETH'));
    const held = opened();
    const btc = market({ signals: CALM });
    expect(notionals(seen(btc, eth), held, { ...DYNAMIC, maxNotionalPerVenueUsdt: 2_500 })).toEqual(
      [500],
    );
  });

  it('is no part of a desk with fixed sizes', () => {
    const asked = [seen(market({ signals: CALM })), EMPTY_BOOK] as const;
    const tight = { ...SETTINGS, maxNotionalPerAssetUsdt: 1, maxTailLoss: 0.0001 };
    expect(decide(...asked, tight)).toEqual(decide(...asked, SETTINGS));
  });
});
