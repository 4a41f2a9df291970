import type { JobFetch } from '@fullcarry/contracts/jobs/job-fetch-v1';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import { openExchange } from '@fullcarry/exchange/open-exchange';
import {
  candlesOf,
  FetchedSeries,
  hour,
  hours,
} from '@fullcarry/history/rows/fetched-series.fixture';
import { WatchedDatabase } from '@fullcarry/history/database/watched-database.fixture';
import { createLogger } from '@fullcarry/platform/logs/create-logger';
import { DATABASES } from '@fullcarry/testing/each-database';
import { afterAll, describe, expect, it } from '@jest/globals';
import { LostHistory } from './lost-history.js';
import { countJobs, planJobs } from './plan-jobs.js';
import { SeriesBoard } from './series-board.js';
import { candleSeries } from './tracked-series.fixture.js';

const exchange = openExchange({ id: 'bybit', rateBudget: 0.8, requestTimeoutMs: 1_000 });
afterAll(() => exchange.close());

describe.each(DATABASES)('a refresh of the board (%s)', (kind) => {
  it('reads and counts no row of any series', async () => {
    const fetched = await FetchedSeries.in(kind);
    const watched = new WatchedDatabase(fetched.database);
    const lost = new LostHistory(
      exchange,
      watched.database,
      createLogger({ service: 'fetcher', level: 'silent', format: 'json' }),
    );
    const board = new SeriesBoard(
      'bybit',
      watched.database,
      lost,
      { watch: () => undefined },
      {
        timeframe: '1h',
        lookbacks: { usualDays: 7, premiumDays: 7 },
      },
    );
    const week = hours(0, 7 * 24);
    const rows = candlesOf(0, 8 * 24);
    await fetched.candles(week, rows);
    await board.refresh(week.toMs);
    await fetched.candles(hours(168, 169), rows, { purpose: 'tail' });

    const before = watched.statements.length;
    const [candles] = await board.refresh(hour(169) + MINUTE_MS);
    await board.refresh(hour(169) + 2 * MINUTE_MS);
    expect(candles!.series.rows).toBe(169);
    expect(watched.statements.length).toBeGreaterThan(before);
    expect(watched.statementsOnRows).toEqual([]);
    await fetched.close();
  });
});

describe('the plan of 500 markets of which three years of minutes are wanted', () => {
  const wanted = { fromMs: 400_000 * HOUR_MS, toMs: 400_000 * HOUR_MS + 1_095 * DAY_MS };
  const time = { exchangeMs: wanted.toMs, localMs: wanted.toMs, confirmMs: 10 * MINUTE_MS };
  const all = Array.from({ length: 500 }, (_, i) => {
    const symbol = `M${i}/USDT:USDT`;
    const key = { exchange: 'bybit', symbol, kind: 'candles', timeframe: '1m' } as const;
    return candleSeries(`M${i}`, wanted, { stepMs: MINUTE_MS, stored: { id: i + 1, key } });
  });

  it('is made only as far as somebody takes jobs of it', () => {
    const begun = new Set<string>();
    const watched = all.map((one) => ({
      ...one,
      get coverage() {
        begun.add(one.series.key.symbol);
        return one.coverage;
      },
    }));
    const taken: JobFetch[] = [];
    for (const job of planJobs(watched, exchange, time)) if (taken.push(job) === 1_000) break;
    expect(taken).toHaveLength(1_000);
    // A hundred windows of each that takes its turn, six at a time.
    expect(begun.size).toBe(12);
  });

  it('is counted without being made', () => {
    const many = all.reduce((sum, one) => sum + countJobs(one, exchange, time), 0);
    expect(many).toBeGreaterThan(780_000);
  });
});
