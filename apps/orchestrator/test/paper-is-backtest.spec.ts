import type { ReplayedDesk } from '@fullcarry/history/backtest/replay-desk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playPaperWeek } from './paper-week.js';
import { closeAll } from './stepped-world.js';

/** A part of a day of four, for every run of the tests; `npm run paper-week` plays a week of twenty, and says what it compared. */
const { PAPER_DAYS = '0.75', PAPER_MARKETS = 'AVAXUSDT,BNBUSDT,BTCUSDT,ETHUSDT' } = process.env;
const IS_PRINTED = process.env['PAPER_DAYS'] !== undefined;
const MARKETS = PAPER_MARKETS.split(',');

describe('a desk on paper and the backtest of what it recorded', () => {
  let replayed: ReplayedDesk;

  beforeAll(async () => {
    const endMs = Date.parse('2026-08-01T00:00:00Z');
    replayed = await playPaperWeek({ markets: MARKETS, days: Number(PAPER_DAYS), endMs });
    if (!IS_PRINTED) return;
    const { compared, recorded, byCandles, ...about } = replayed;
    const ways = Object.entries({ recorded, byCandles }).map(([way, { ledger, positions }]) => ({
      ...{ way, trades: positions.length, ledger },
    }));
    process.stdout.write(`${JSON.stringify({ ...about, compared, ways }, null, 2)}\n`);
  }, 1_800_000);

  afterAll(closeAll);

  it('opens, is paid and closes', () => {
    const { compared, recorded, markets } = replayed;
    expect(markets).toBe(MARKETS.length);
    expect(compared.fills).toBeGreaterThan(4);
    expect(compared.settlements).toBeGreaterThan(2);
    expect(recorded.positions.some(({ state }) => state === 'closed')).toBe(true);
  });

  it('book the same fills, settlements and ledger, by the same yields: 0 digits differ', () => {
    expect(replayed.compared.differences).toEqual([]);
    expect(replayed.compared.differingDigits).toBe(0);
  });
});
