import type { ReplayedDesk } from '@fullcarry/history/backtest/replay-desk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playPaperWeek } from './paper-week.js';
import { closeAll } from './stepped-world.js';

/** Few of each, for every run of the tests; `npm run paper-week` plays a week of all. */
const DAYS = Number(process.env['PAPER_DAYS'] ?? 1.5);
const MARKETS = (process.env['PAPER_MARKETS'] ?? 'BTCUSDT,SOLUSDT,ADAUSDT,1000PEPEUSDT').split(',');

describe('a desk on paper and the backtest of what it recorded', () => {
  let replayed: ReplayedDesk;

  beforeAll(async () => {
    const endMs = Date.parse('2026-08-01T00:00:00Z');
    replayed = await playPaperWeek({ markets: MARKETS, days: DAYS, endMs });
    if (process.env['PAPER_DAYS'] !== undefined) {
      const { compared, recorded, byCandles, ...about } = replayed;
      console.log(
        JSON.stringify(
          {
            ...about,
            compared,
            failures: recorded.failures, passed: Object.fromEntries(recorded.passedBecause), passedByCandles: Object.fromEntries(byCandles.passedBecause), byCandlesTrades: byCandles.positions.length,
            recorded: recorded.ledger,
            byCandles: byCandles.ledger,
          },
          null,
          2,
        ),
      );
    }
  }, 1_800_000);

  afterAll(closeAll);

  it('opens, is paid and closes', () => {
    const { compared, recorded, markets } = replayed;
    expect(markets).toBe(MARKETS.length);
    expect(compared.fills).toBeGreaterThan(8);
    expect(compared.settlements).toBeGreaterThan(8);
    expect(recorded.positions.some(({ state }) => state === 'closed')).toBe(true);
  });

  it('book the same fills, settlements and ledger: 0 digits differ', () => {
    expect(replayed.compared.differences).toEqual([]);
    expect(replayed.compared.differingDigits).toBe(0);
  });
});
