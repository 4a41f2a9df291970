import {
  CASE_SETTINGS,
  drawnMarket,
  hour,
  START_MS,
} from '@fullcarry/domain/backtest/backtest-cases.fixture';
import { USUAL_EXECUTION } from '@fullcarry/domain/backtest/execution-model';
import { runBacktest } from '@fullcarry/domain/backtest/run-backtest';
import { fillDrawnMarkets } from '@fullcarry/history/backtest/drawn-markets.fixture';
import { readHistories } from '@fullcarry/history/backtest/read-histories';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { startDatabase } from '../empty-database.mjs';
import { round, timed } from '../measure.mjs';

const MARKETS = 20;
const TURNS = 4;

/** One run of drawn markets, the proof and the reading included; the least of several turns. */
export const backtest = {
  name: 'backtest',
  title: `A backtest of ${MARKETS} markets × 365 d of 1h (quick: 60 d)`,
  bar: '≤ 1 s',
  reference: '1 s',
  run: async ({ quick }) => {
    const hours = (quick ? 60 : 365) * 24;
    const empty = await startDatabase('sqlite');
    const database = await openDatabase(empty.url);
    try {
      const window = { fromMs: START_MS, toMs: hour(hours) };
      const markets = Array.from({ length: MARKETS }, (_, i) => drawnMarket(`C${i}`, hours, i + 1));
      await fillDrawnMarkets(database, { window, markets });
      const asked = {
        ...{ exchange: 'bybit', timeframe: '1h', window, assume: ['flat-basis', 'fine-lots'] },
        symbols: markets.map(({ symbol }) => symbol),
      };
      const execution = { ...USUAL_EXECUTION, cycleMs: hour(1) - hour(0) };
      const turns = [];
      for (let turn = 0; turn < TURNS; turn += 1) {
        const read = await timed(() => readHistories(database, asked));
        const run = await timed(() =>
          runBacktest({
            ...{ venue: 'bybit', window, stepMs: hour(1) - hour(0), startingEquityUsdt: '10000' },
            ...{ settings: CASE_SETTINGS, execution, markets: read.result.markets },
          }),
        );
        turns.push({ read: read.cpuSeconds, run: run.cpuSeconds });
      }
      const least = turns.reduce((a, b) => (a.read + a.run <= b.read + b.run ? a : b));
      const memory = Math.round(process.memoryUsage().rss / 1e6);
      return {
        value: `${round(least.read + least.run)} s of CPU`,
        against: '1 s',
        ratio: round(least.read + least.run),
        note: `reading and proving ${round(least.read)} s, playing ${round(least.run)} s; ${memory} MB`,
        details: turns,
      };
    } finally {
      await database.close();
      await empty.remove();
    }
  },
};
