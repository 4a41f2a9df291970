import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../../time-window.js';
import { backtest, drawnMarket, hour } from '../backtest-cases.fixture.js';
import { runBacktest } from '../run-backtest.js';
import { decisionsFrom } from './decisions-from.js';
import { toldDecision, type ToldDecision } from './told-decision.js';

const HOURS = 24 * 18;

describe('the decisions of a run', () => {
  const input = backtest(
    HOURS,
    ['A', 'B', 'C'].map((name, i) => drawnMarket(name, HOURS, i + 1)),
  );

  it('are told from any instant on as the whole run decided them', async () => {
    const all: ToldDecision[] = [];
    await runBacktest(input, {
      decided: (...one) => all.push(toldDecision(...one)),
    });
    const acted = all.findIndex(({ actions }) => actions > 0);
    expect(acted).toBeGreaterThan(0);
    for (const first of [0, acted - 3, all.length - 2]) {
      const told = await decisionsFrom(input, all[first]!.atMs, 8);
      expect(told).toEqual(all.slice(first, first + 8));
    }
  });

  it('say of each market what was seen, what was meant and why', async () => {
    const [told] = await decisionsFrom(input, hour(24 * 15), 1);
    expect(told?.markets).toHaveLength(3);
    const [best] = told!.markets;
    expect(best!.reason).not.toBe('');
    expect(best).toMatchObject({ intervalMinutes: 480, code: expect.any(String) });
    expect(Number(best!.shortPrice)).toBeGreaterThan(0);
    expect(told!.atMs).toBeGreaterThanOrEqual(hour(24 * 15));
    expect(told!.atMs).toBeLessThan(hour(24 * 15) + HOUR_MS);
  });

  it('end with the window', async () => {
    expect(await decisionsFrom(input, hour(HOURS), 5)).toEqual([]);
    expect((await decisionsFrom(input, hour(HOURS - 3), 5)).length).toBe(3);
  });
});
