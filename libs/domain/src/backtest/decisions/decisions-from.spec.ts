import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../../time-window.js';
import { backtest, drawnMarket, hour } from '../backtest-cases.fixture.js';
import { runBacktest } from '../run-backtest.js';
import { decisionsFrom } from './decisions-from.js';
import { decisionReport, type DecisionReport } from './decision-report.js';

const HOURS = 24 * 18;

describe('the decisions of a run', () => {
  const input = backtest(
    HOURS,
    ['A', 'B', 'C'].map((name, i) => drawnMarket(name, HOURS, i + 1)),
  );

  it('are reported from any instant on as the whole run decided them', async () => {
    const all: DecisionReport[] = [];
    await runBacktest(input, {
      decided: (...one) => all.push(decisionReport(...one)),
    });
    const acted = all.findIndex(({ actions }) => actions > 0);
    expect(acted).toBeGreaterThan(0);
    for (const first of [0, acted - 3, all.length - 2]) {
      const reports = await decisionsFrom(input, all[first]!.atMs, 8);
      expect(reports).toEqual(all.slice(first, first + 8));
    }
  });

  it('say of each market what was seen, what was meant and why', async () => {
    const [reports] = await decisionsFrom(input, hour(24 * 15), 1);
    expect(reports?.markets).toHaveLength(3);
    const [best] = reports!.markets;
    expect(best!.reason).not.toBe('');
    expect(best).toMatchObject({ intervalMinutes: 480, code: expect.any(String) });
    expect(Number(best!.shortPrice)).toBeGreaterThan(0);
    expect(reports!.atMs).toBeGreaterThanOrEqual(hour(24 * 15));
    expect(reports!.atMs).toBeLessThan(hour(24 * 15) + HOUR_MS);
  });

  it('end with the window', async () => {
    expect(await decisionsFrom(input, hour(HOURS), 5)).toEqual([]);
    expect((await decisionsFrom(input, hour(HOURS - 3), 5)).length).toBe(3);
  });
});
