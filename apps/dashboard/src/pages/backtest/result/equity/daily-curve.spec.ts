import { describe, expect, it } from '@jest/globals';
import { presetSettings } from '@fullcarry/contracts/backtest/backtest-presets';
import { dailyCurve, tradeEvents } from './daily-curve.js';

const DAY_MS = 86_400_000;

const setup = {
  ...{ venue: 'bybit', window: { fromMs: 0, toMs: 3 * DAY_MS }, startingEquityUsdt: '100' },
  settings: presetSettings('balanced', {}),
  execution: {
    ...{ cycleMs: 1, candleDelayMs: 1, settlementDelayMs: 1, decisionDelayMs: 1 },
    legDelayCandles: 0,
  },
  assume: [],
};

const trade = {
  ...{ symbol: 'A/USDT:USDT', openedAtMs: 1, openReason: '', notionalUsdt: '1', topUps: 0 },
  ...{ basisUsdt: '0', fundingUsdt: '0', feesUsdt: '0', slippageUsdt: '0', netUsdt: '-2' },
  ...{ fills: [], settlements: [] },
};

describe('The curve of a backtest', () => {
  it('begins with the equity at the start, and falls from the highest equity before', () => {
    const daily = ['110', '99', '104.5'].map((equityUsdt, i) => ({
      ...{ atMs: (i + 1) * DAY_MS, equityUsdt },
    }));
    expect(dailyCurve({ setup, daily }).map(({ value, drawdown }) => [value, drawdown])).toEqual([
      [100, 0],
      [110, 0],
      [99, -0.1],
      [104.5, -0.05],
    ]);
  });

  it('is below its peak at once where the first day lost', () => {
    const [, first] = dailyCurve({ setup, daily: [{ atMs: DAY_MS, equityUsdt: '90' }] });
    expect(first).toEqual({ atMs: DAY_MS, value: 90, drawdown: -0.1 });
  });

  it('has a mark where a trade was opened, and one where it was closed, also whether it earned', () => {
    expect(tradeEvents([{ ...trade, state: 'closed', closedAtMs: 5 }])).toMatchObject([
      { atMs: 1, shape: 'arrowUp', isGood: true },
      { atMs: 5, shape: 'arrowDown', isGood: false, text: 'closed A/USDT:USDT −2.00' },
    ]);
    expect(tradeEvents([{ ...trade, state: 'open' }])).toHaveLength(1);
  });
});
