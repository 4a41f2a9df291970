import { describe, expect, it } from '@jest/globals';
import type { SignalValues } from '../../signal/market-signals.js';
import { decide } from '../decide/decide.js';
import { at, EMPTY_BOOK, market, seen, SETTINGS } from '../desk-cases.fixture.js';
import { explainMarket, type MarketExplained } from './explain-market.js';

const SYMBOL = 'BTC/USDT:USDT';

/** Pays 0.05 % every 8 h: 54 % a year before costs. */
const RICH = { predicted: { rate: 0.0005, intervalMinutes: 480 } };

const SIGNALS: SignalValues = {
  ...{ level: 0.95, persistence: 1, halfLifeHours: 24, richRun: 3, spanTrend: 0.0001 },
  ...{ tailRate: -0.0002, slowCarry: 0.00002, trend: -0.00001, slope: 0, basisScore: -2.5 },
  ...{ basisHalfLifeHours: 5, turnoverTrend: -0.4, regime: 'inverted', basisVolatility: 0.0001 },
};

function explained(one = market(RICH), settings = SETTINGS, book = EMPTY_BOOK): MarketExplained {
  const found = explainMarket(seen(one), book, settings, SYMBOL);
  if (!found) throw new Error('Nothing is seen of it');
  return found;
}

describe('A market explained', () => {
  it('is what the desk decides, to the word', () => {
    for (const one of [market(RICH), market(), market(at('100', undefined))]) {
      const [verdict] = decide(seen(one), EMPTY_BOOK, SETTINGS).verdicts;
      expect(explained(one).verdict).toEqual(verdict);
    }
  });

  it('adds up: carry and basis less the costs of four fills are the net yield', () => {
    const { outlook } = explained(market({ ...RICH, ...at('100', '101') }));
    const { carryYield, convergenceYield, netYield, costs } = outlook;
    expect(convergenceYield).toBeGreaterThan(0);
    const costYield = (costs.roundTrip * 8760) / SETTINGS.holdingHours;
    expect(carryYield + convergenceYield - costYield).toBeCloseTo(netYield, 12);
  });

  it('says every rule that speaks against it, the desk’s own first', () => {
    const poor = market({ predicted: { rate: 0, intervalMinutes: 480 }, turnoverUsdt24h: 1 });
    const { against, verdict, action } = explained(poor);
    expect(against.map(({ code }) => code)).toEqual(['low-turnover', 'not-earning', 'below-entry']);
    expect(against[0]).toEqual(verdict.reason);
    expect(action.label).toBe('leave');
  });

  it('is not left for what is only not known, nor for what is no fault of its own', () => {
    expect(explained().action.label).toBe('open');
    const unproven = { code: 'not-proven', text: 'Its last hour is not proven' };
    expect(explained(market({ ...RICH, unproven })).action.label).toBe('not-known');
    const paused = { ...EMPTY_BOOK, mode: 'paused', modeReason: 'Paused' } as const;
    const whilePaused = explained(market(RICH), SETTINGS, paused);
    expect([whilePaused.action.label, whilePaused.size.takenUsdt]).toEqual(['no-room', 0]);
    expect(whilePaused.against.map(({ code }) => code)).toEqual(['paused']);
  });

  it('takes the notional of the settings, or what binds a dynamic size', () => {
    expect(explained().size).toMatchObject({
      takenUsdt: 2_000,
      boundBy: 'the notional of a market in the settings',
      caps: undefined,
    });
    const { size } = explained(market({ ...RICH, signals: SIGNALS }), {
      ...SETTINGS,
      sizing: 'dynamic',
    });
    const least = Math.min(...(size.caps ?? []).map(({ usdt }) => usdt));
    expect(size.takenUsdt).toBeCloseTo(least, 2);
    expect(size.caps?.find(({ usdt }) => usdt === least)?.name).toBe(size.boundBy);
  });

  it('has the cautions of its signals, which refuse nothing', () => {
    const { cautions, action } = explained(market({ ...RICH, signals: SIGNALS }));
    expect(cautions.map(({ code }) => code)).toEqual([
      ...['high-level', 'falling', 'inverted', 'low-basis', 'turnover-shrinks'],
    ]);
    expect(action.label).toBe('open');
  });

  it('is nothing where the market is not seen', () => {
    expect(explainMarket(seen(), EMPTY_BOOK, SETTINGS, SYMBOL)).toBeUndefined();
  });
});
