import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../backtest/statistics/block-bootstrap.js';
import { DAY_MS, HOUR_MS } from '../time-window.js';
import { ANCHOR_MS, anchorBefore } from './anchored.js';
import {
  NO_SIGNALS,
  priceStep,
  settledStep,
  signalValues,
  type MarketSignals,
} from './market-signals.js';
import { averageStep } from './moving-average.js';
import { regimeStep, type Regime } from './regime.js';
import type { PriceRow, SettledRow } from './signal-row.js';

const START_MS = 200 * ANCHOR_MS;

/** Four hours a settlement, and its two hours of prices; drawn. */
function drawnRows(days: number): (SettledRow | PriceRow)[] {
  const next = seededRandom(7);
  let [price, level] = [100, 0.0001];
  const rows: (SettledRow | PriceRow)[] = [];
  for (let hour = 2; hour <= days * 24; hour += 2) {
    price *= 1 + (next() - 0.5) * 0.02;
    const closedAtMs = START_MS + hour * HOUR_MS;
    const long = next() < 0.02 ? undefined : price * (1 + (next() - 0.5) * 0.002);
    rows.push({ closedAtMs, short: price, long, turnoverUsdt: next() * 1e6 });
    if (hour % 4 !== 0) continue;
    level = level * 0.95 + (next() - 0.45) * 0.0001;
    rows.push({ settledAtMs: closedAtMs, rate: level, hours: 4 });
  }
  return rows;
}

const atMs = (row: SettledRow | PriceRow) => ('rate' in row ? row.settledAtMs : row.closedAtMs);

function step(signals: MarketSignals, row: SettledRow | PriceRow): MarketSignals {
  return 'rate' in row ? settledStep(signals, row) : priceStep(signals, row);
}

describe('the signals of a market', () => {
  it('are the same to the digit for whoever began to read at the anchor and for whoever always did, at 1,000 instants', () => {
    const rows = drawnRows(400);
    const next = seededRandom(3);
    const instants = new Set(
      Array.from({ length: 1_000 }, () => Math.floor(rows.length * (0.5 + next() / 2))),
    );
    let always = NO_SIGNALS;
    const late = new Map<number, MarketSignals>();
    let compared = 0;
    for (const [i, row] of rows.entries()) {
      always = step(always, row);
      const fromMs = anchorBefore(atMs(row));
      // Of each anchor one who begins to read there.
      for (const beganMs of new Set([fromMs, fromMs + ANCHOR_MS])) {
        if (atMs(row) >= beganMs) late.set(beganMs, step(late.get(beganMs) ?? NO_SIGNALS, row));
      }
      if (!instants.has(i)) continue;
      expect(signalValues(late.get(fromMs) ?? NO_SIGNALS)).toEqual(signalValues(always));
      compared += 1;
    }
    expect(compared).toBe(instants.size);
  });

  it('leave what they were made of as it was: a step is pure', () => {
    const rows = drawnRows(40);
    const before = rows.slice(0, -10).reduce(step, NO_SIGNALS);
    const values = signalValues(before);
    rows.slice(-10).reduce(step, before);
    expect(signalValues(before)).toEqual(values);
  });

  it('say nothing of what is not known, and never 0', () => {
    expect(signalValues(NO_SIGNALS)).toMatchObject({
      ...{ level: undefined, trend: undefined, basisScore: undefined, turnoverTrend: undefined },
      ...{ halfLifeHours: undefined, regime: undefined, tailRate: undefined },
    });
    const days = drawnRows(13).reduce(step, NO_SIGNALS);
    expect(signalValues(days).turnoverTrend).toBeUndefined();
    expect(signalValues(drawnRows(15).reduce(step, NO_SIGNALS)).turnoverTrend).toBeDefined();
  });
});

describe('an average on irregular steps', () => {
  it('is moved as far by two rows of 4 h as by one of 8 h', () => {
    const begun = averageStep(undefined, 0, 1, 24);
    const once = averageStep(begun, 8 * HOUR_MS, 3, 24);
    const twice = averageStep(averageStep(begun, 4 * HOUR_MS, 3, 24), 8 * HOUR_MS, 3, 24);
    expect(twice.value).toBeCloseTo(once.value, 14);
    expect(once.value).toBeCloseTo(3 - 2 * Math.exp(-1 / 3), 14);
  });
});

describe('the regime', () => {
  it('does not change in turns at its own border', () => {
    let regime: Regime | undefined;
    const regimes = [0.0003, 0.00017, 0.0001, 0.00002, -0.0002, 0.00001, 0.0001].map((rate, i) => {
      // So far apart that the average is all but the last rate.
      regime = regimeStep(regime, { settledAtMs: i * 100 * DAY_MS, rate, hours: 8 });
      return regime.name;
    });
    expect(regimes).toEqual(['rich', 'rich', 'calm', 'calm', 'inverted', 'inverted', 'calm']);
  });
});
