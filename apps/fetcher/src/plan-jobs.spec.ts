import { jobSubject, type JobFetch } from '@fullcarry/contracts/job-fetch-v1';
import { HOUR_MS, mergeWindows } from '@fullcarry/domain/time-window';
import { openExchange } from '@fullcarry/exchange/open-exchange';
import { afterAll, describe, expect, it } from '@jest/globals';
import { pageMs, planJobs } from './plan-jobs.js';
import { candleSeries } from './tracked-series.fixture.js';

const exchange = openExchange({ id: 'bybit', rateBudget: 0.8, requestTimeoutMs: 1_000 });
afterAll(() => exchange.close());

const wanted = { fromMs: 400_000 * HOUR_MS, toMs: 404_000 * HOUR_MS };
const NOW = wanted.toMs + 1;

describe('the jobs of a plan', () => {
  it('cover all that is wanted, newest first, each in one request', () => {
    const btc = candleSeries('BTC', wanted);
    const jobs = planJobs([btc], exchange, NOW, NOW);
    expect(mergeWindows(jobs.map((job) => job.window))).toEqual([wanted]);
    const starts = jobs.map((job) => job.window.fromMs);
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
    // Two candles before and one after a window are read along, and all must fit into one page.
    expect(pageMs(btc, exchange) / HOUR_MS + 3).toBe(exchange.limits.candlesPerPage);
  });

  const basesOf = (jobs: readonly JobFetch[]) => jobs.map((job) => job.symbol.split('/')[0]);

  it('let some series take turns, and finish them before the next ones', () => {
    const bases = Array.from({ length: 12 }, (_, i) => `M${i}`);
    const tracked = bases.map((base) => candleSeries(base, wanted));
    const perSeries = planJobs(tracked.slice(0, 1), exchange, NOW, NOW).length;
    const turns = (some: string[]) => Array.from({ length: perSeries }, () => some).flat();
    expect(basesOf(planJobs(tracked, exchange, NOW, NOW))).toEqual([
      ...turns(bases.slice(0, 6)),
      ...turns(bases.slice(6)),
    ]);
  });

  it('keep no other pair waiting behind all the windows of a long history', () => {
    const long = { fromMs: 0, toMs: wanted.toMs };
    const others = Array.from({ length: 10 }, (_, i) => candleSeries(`M${i}`, wanted));
    const tracked = [candleSeries('LONG', long), ...others];
    const bases = basesOf(planJobs(tracked, exchange, NOW, NOW));
    const ofLong = (some: typeof bases) => some.filter((base) => base === 'LONG').length;
    expect(ofLong(bases)).toBeGreaterThan(300);
    expect(ofLong(bases.slice(0, bases.lastIndexOf('M9') + 1))).toBe(100);
  });

  it('are named the same in a later plan, as long as they are not done', () => {
    const first = planJobs([candleSeries('BTC', wanted)], exchange, NOW, NOW);
    const done = first[1];
    if (!done) throw new Error('one window is not enough for this spec');
    const later = planJobs(
      [candleSeries('BTC', wanted, { coverage: [done.window] })],
      exchange,
      NOW,
      NOW,
    );
    const left = first.filter((job) => job !== done);
    expect(later.map((job) => job.window)).toEqual(left.map((job) => job.window));
    expect(new Set(first.map(jobSubject)).size).toBe(first.length);
  });

  it('are none when everything is proven', () => {
    expect(
      planJobs([candleSeries('BTC', wanted, { coverage: [wanted] })], exchange, NOW, NOW),
    ).toEqual([]);
  });
});
