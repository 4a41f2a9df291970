import { jobSubject, type JobFetch } from '@fullcarry/contracts/jobs/job-fetch-v1';
import type { Claim } from '@fullcarry/domain/completeness/answer/claim';
import { fileAt } from '@fullcarry/domain/completeness/archive/archive-file';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import { HOUR_MS, mergeWindows, MINUTE_MS } from '@fullcarry/domain/time-window';
import { openExchange } from '@fullcarry/exchange/open-exchange';
import { afterAll, describe, expect, it } from '@jest/globals';
import { pageMs } from './page-ms.js';
import { countJobs, planJobs } from './plan-jobs.js';
import { candleSeries } from './tracked-series.fixture.js';
import type { TrackedSeries } from './tracked-series.js';

const exchange = openExchange({ id: 'bybit', rateBudget: 0.8, requestTimeoutMs: 1_000 });
afterAll(() => exchange.close());

const wanted = { fromMs: 400_000 * HOUR_MS, toMs: 404_000 * HOUR_MS };
const NOW = wanted.toMs + 1;
const time = { exchangeMs: NOW, localMs: NOW, confirmMs: 10 * MINUTE_MS };
const jobsOf = (tracked: readonly TrackedSeries[]) => [...planJobs(tracked, exchange, time)];

describe('the jobs of a plan', () => {
  it('cover all that is wanted, newest first, each in one request', () => {
    const btc = candleSeries('BTC', wanted);
    const jobs = jobsOf([btc]);
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
    const perSeries = jobsOf(tracked.slice(0, 1)).length;
    const turns = (some: string[]) => Array.from({ length: perSeries }, () => some).flat();
    expect(basesOf(jobsOf(tracked))).toEqual([
      ...turns(bases.slice(0, 6)),
      ...turns(bases.slice(6)),
    ]);
  });

  it('keep no other pair waiting behind all the windows of a long history', () => {
    const long = { fromMs: 0, toMs: wanted.toMs };
    const others = Array.from({ length: 10 }, (_, i) => candleSeries(`M${i}`, wanted));
    const tracked = [candleSeries('LONG', long), ...others];
    const bases = basesOf(jobsOf(tracked));
    const ofLong = (some: typeof bases) => some.filter((base) => base === 'LONG').length;
    expect(ofLong(bases)).toBeGreaterThan(300);
    expect(ofLong(bases.slice(0, bases.lastIndexOf('M9') + 1))).toBe(100);
  });

  it('are named the same in a later plan, as long as they are not done', () => {
    const first = jobsOf([candleSeries('BTC', wanted)]);
    const done = first[1];
    if (!done) throw new Error('one window is not enough for this spec');
    const later = jobsOf([candleSeries('BTC', wanted, { coverage: [done.window] })]);
    const left = first.filter((job) => job !== done);
    expect(later.map((job) => job.window)).toEqual(left.map((job) => job.window));
    expect(new Set(first.map(jobSubject)).size).toBe(first.length);
  });

  it('are none when everything is proven', () => {
    expect(jobsOf([candleSeries('BTC', wanted, { coverage: [wanted] })])).toEqual([]);
  });

  it('begin with what is asked for again, then the newest of what was never asked', () => {
    const end = { fromMs: wanted.toMs - HOUR_MS, toMs: wanted.toMs };
    const gap: Gap = {
      fromMs: wanted.fromMs,
      toMs: wanted.fromMs + HOUR_MS,
      status: 'missing',
      rowsExpected: 1,
      observations: 1,
      firstObservedAtMs: 0,
      lastObservedAtMs: 0,
      nextTryAtMs: NOW,
      evidence: 'seen empty',
    };
    const claim: Claim = {
      rowAtMs: end.fromMs,
      claimed: '',
      observations: 1,
      firstSeenAtMs: 0,
      lastSeenAtMs: NOW - time.confirmMs,
      notBeforeMs: 0,
      foundBy: 'scrub',
    };
    const more = { coverage: [end], gaps: [gap], claims: [claim] };
    const purposes = jobsOf([candleSeries('BTC', wanted, more)]).map((job) => job.purpose);
    expect(purposes.slice(0, 3)).toEqual(['gap', 'recheck', 'fill']);
  });

  it('are counted without being made', () => {
    const btc = candleSeries('BTC', wanted);
    expect(countJobs(btc, exchange, time)).toBe(jobsOf([btc]).length);
  });

  it('say by whose clock they were planned, and up to when rows are wanted', () => {
    const clocks = { ...time, exchangeMs: NOW + 0.4, localMs: NOW + HOUR_MS };
    const [job] = planJobs([candleSeries('BTC', wanted)], exchange, clocks);
    expect(job).toMatchObject({
      plannedAtMs: NOW,
      wantedToMs: wanted.toMs,
      symbol: 'BTC/USDT:USDT',
    });
  });
});

describe('the files of an archive', () => {
  const file = (period: 'month' | 'day', from: string) => fileAt(period, Date.parse(from));
  const some = (period: 'month' | 'day', many: number) =>
    Array.from({ length: many }, (_, n) => {
      const one = file(
        period,
        new Date(
          Date.UTC(2016, 6 - (period === 'month' ? n : 0), 28 - (period === 'day' ? n : 0)),
        ).toISOString(),
      );
      return { file: one, windows: [one] };
    });
  const withFiles = (base: string, months: number, days: number) => {
    const planned = [...some('day', days), ...some('month', months)];
    const fromFiles = planned.flatMap(({ windows }) => windows);
    return candleSeries(base, wanted, { planned, fromFiles });
  };

  it('stand before the windows of the API, few of each period, of each series in turn', () => {
    const jobs = jobsOf([withFiles('BTC', 12, 12), withFiles('ETH', 12, 12)]);
    const files = jobs.filter(({ archive }) => archive !== undefined);
    expect(jobs.slice(0, files.length)).toEqual(files);
    const count = (period: string) => files.filter(({ archive }) => archive === period).length;
    expect([count('month'), count('day')]).toEqual([8, 16]);
    const bases = files.map(({ symbol }) => symbol.split('/')[0]);
    expect(bases.slice(0, 4)).toEqual(['BTC', 'ETH', 'BTC', 'ETH']);
  });

  it('are jobs of their own: the same stretch can wait for the API beside one', () => {
    const [job] = jobsOf([withFiles('BTC', 1, 0)]);
    expect(job).toMatchObject({ purpose: 'fill', archive: 'month' });
    const { archive, ...page } = job!;
    expect(archive).toBe('month');
    expect(jobSubject(page)).not.toBe(jobSubject(job!));
    expect(jobSubject(job!)).toMatch(/\.archive\.\d+-\d+$/);
  });

  it('are counted as one job each, and their windows not again', () => {
    const one = withFiles('BTC', 2, 3);
    expect(countJobs(one, exchange, time)).toBe(jobsOf([one]).length);
  });
});
