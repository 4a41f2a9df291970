import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LimitEnforcer } from './limit-enforcer.js';

describe('the rate limit', () => {
  it('is breached by the request that is one too many in five seconds, and by none before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 6 }),
        (pausesMs, limit) => {
          const limiter = new LimitEnforcer(limit, 0);
          const arrivals: number[] = [];
          let atMs = 0;
          for (const pauseMs of pausesMs) {
            atMs += pauseMs;
            arrivals.push(atMs);
            const recent = arrivals.filter((one) => one > atMs - 5_000).length;
            expect(limiter.admit('a', atMs)).toBe(recent > limit ? 'breach' : 'admitted');
          }
        },
      ),
    );
  });

  it('bans the address for as long as it is set to, and nobody else', () => {
    const limiter = new LimitEnforcer(1, 600_000);
    expect(limiter.admit('a', 0)).toBe('admitted');
    expect(limiter.admit('a', 1)).toBe('breach');
    expect(limiter.admit('a', 600_000)).toBe('banned');
    expect(limiter.admit('b', 600_000)).toBe('admitted');
    expect(limiter.admit('a', 605_001)).toBe('admitted');
    expect(limiter.peak).toBe(2);
  });
});
