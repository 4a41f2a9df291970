import { describe, expect, it } from '@jest/globals';
import { NO_SIGNALS, signalValues, type SignalValues } from '../../signal/market-signals.js';
import { EMPTY_BOOK, market, opened, seen, SETTINGS, steady } from '../desk-cases.fixture.js';
import { decide } from './decide.js';
import type { DecisionSettings } from './decision-settings.js';

/** Of a market that pays 0.3 % every 8 h, rising: a score of 0.85 at a basis of 0. */
const FULL: SignalValues = {
  ...signalValues(NO_SIGNALS),
  ...{ spanTrend: 0.0001, richRun: 30, turnoverTrend: 0, slowCarry: 0.003 / 8 },
};

const RATE = { rate: 0.003, intervalMinutes: 480 };

const by = (strategy: DecisionSettings['strategy'], change: Partial<DecisionSettings> = {}) => ({
  ...SETTINGS,
  strategy,
  ...change,
});

const verdictOf = (change: Parameters<typeof market>[0], settings: DecisionSettings) =>
  decide(seen(market(change)), EMPTY_BOOK, settings).verdicts[0];

describe('the strategy “threshold”', () => {
  it('decides the same whether signals are seen or not', () => {
    const plain = decide(seen(market()), EMPTY_BOOK, SETTINGS);
    const withSignals = decide(
      seen(market({ signals: FULL, slowCarry: -1 })),
      EMPTY_BOOK,
      SETTINGS,
    );
    expect(withSignals.actions).toEqual(plain.actions);
    expect(withSignals.verdicts).toEqual(plain.verdicts);
  });
});

describe('the strategy “score”', () => {
  it('opens from its score on and not before, whatever the yield', () => {
    const settings = by('score', { entryNetYield: 99 });
    expect(verdictOf({ signals: FULL, predicted: RATE }, settings)?.meant).toBe('open');
    const poor = verdictOf({ signals: { ...FULL, spanTrend: 0, richRun: 0 } }, settings);
    expect(poor?.reason).toMatchObject({ code: 'below-entry' });
    expect(poor?.reason.text).toMatch(/^The score is 0\.148 \(level 0\.07, trend 0\.50/);
  });

  it('does not open into shrinking turnover, nor where the score is not known', () => {
    const settings = by('score');
    const shrinks = { ...FULL, turnoverTrend: -0.5 };
    expect(verdictOf({ signals: shrinks, predicted: RATE }, settings)?.reason.code).toBe(
      'turnover-shrinks',
    );
    expect(verdictOf({ predicted: RATE }, settings)?.reason.code).toBe('no-signals');
  });

  it('closes below the score to leave at, and never because a score is not known', () => {
    const book = opened();
    const settings = by('score');
    const meant = (change: Parameters<typeof market>[0]) =>
      decide(seen(market(change)), book, settings).verdicts[0];
    expect(meant({ signals: { ...FULL, richRun: 0, spanTrend: 0 } })?.reason.code).toBe(
      'below-exit',
    );
    expect(meant({ signals: FULL, predicted: RATE })?.meant).toBe('hold');
    expect(meant({ predicted: RATE })?.meant).toBe('hold');
    expect(meant({ signals: { ...FULL, turnoverTrend: -0.9 }, predicted: RATE })?.meant).toBe(
      'hold',
    );
  });
});

describe('the strategy “carry”', () => {
  const moving = { ...steady(0.0002 / 8), hourlyDeviation: 1e-5, halfLifeHours: 8 };
  const settings = by('carry', { maxBreakEvenHours: 87_600 });
  const outlookOf = (slowCarry: number) =>
    verdictOf({ persistence: moving, slowCarry, signals: FULL }, settings)?.outlook;

  it('expects what was paid lately to last longer than what was paid just now', () => {
    const plain = verdictOf({ persistence: moving }, by('threshold'))?.outlook;
    // Where the slow average is the mean, both speeds say the same.
    expect(outlookOf(0.0002 / 8)?.netYield).toBeCloseTo(plain?.netYield ?? NaN, 12);
    expect(outlookOf(0.0004 / 8)?.netYield).toBeGreaterThan(plain?.netYield ?? NaN);
    expect(outlookOf(0)?.netYield).toBeLessThan(plain?.netYield ?? NaN);
    expect(outlookOf(0)?.yieldDeviation).toBeGreaterThan(plain?.yieldDeviation ?? NaN);
  });

  it('needs the rate at which its yield is the entry’s, to the digit', () => {
    const poor = {
      persistence: { ...moving, meanHourlyCarry: 0.00005 / 8 },
      slowCarry: 0.00004 / 8,
    };
    const rate = verdictOf({ ...poor, signals: FULL }, settings)?.outlook?.neededRate ?? NaN;
    expect(rate).toBeGreaterThan(0.0002);
    const predicted = { rate, intervalMinutes: 480 };
    const needed = verdictOf({ ...poor, predicted, signals: FULL }, settings)?.outlook;
    expect(needed?.netYield).toBeCloseTo(SETTINGS.entryNetYield, 9);
  });

  it('opens nothing of which the slow average is not known', () => {
    expect(verdictOf({}, by('carry'))?.reason.code).toBe('no-signals');
  });
});
