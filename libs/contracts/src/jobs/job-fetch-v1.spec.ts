import { describe, expect, it } from '@jest/globals';
import { jobSubject, type JobFetch } from './job-fetch-v1.js';

const JOB: JobFetch = {
  v: 1,
  exchange: 'bybit',
  symbol: 'BTC/USDT:USDT',
  series: { kind: 'candles', timeframe: '1h' },
  window: { fromMs: 3_600_000, toMs: 7_200_000 },
  purpose: 'fill',
  plannedAtMs: 7_300_000,
  wantedToMs: 7_200_000,
};

describe('the subject of a job', () => {
  it('is its window, so that a window which became the tail meanwhile is not queued twice', () => {
    expect(jobSubject(JOB)).toBe('job.fetch.bybit.BTC%2FUSDT%3AUSDT.candles_1h.3600000-7200000');
    expect(jobSubject({ ...JOB, purpose: 'tail' })).toBe(jobSubject(JOB));
    expect(jobSubject({ ...JOB, purpose: 'gap' })).toBe(jobSubject(JOB));
  });

  it('is shared by no other market, in whatever letters it is written', () => {
    const of = (symbol: string) => jobSubject({ ...JOB, symbol });
    expect(of('币安人生/USDT:USDT')).not.toBe(of('我踏马来/USDT:USDT'));
    expect(of('A.B/USDT:USDT')).not.toBe(of('A_B/USDT:USDT'));
  });

  it('tells a second reading of what is proven from a first one', () => {
    expect(jobSubject({ ...JOB, purpose: 'scrub' })).not.toBe(jobSubject(JOB));
  });
});
