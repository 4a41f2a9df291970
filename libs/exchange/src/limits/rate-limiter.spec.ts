import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TransientError } from '@fullcarry/domain/errors';
import { RateLimiter } from './rate-limiter.js';

const PUBLISHED = { name: 'spec', most: 600, windowMs: 5_000, heaviest: 1 };
const WEIGHED = { name: 'spec', most: 2_400, windowMs: 60_000, heaviest: 40 };

describe('the rate limiter', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('lets requests out in order and never more than the budget in any window', async () => {
    const limiter = new RateLimiter(PUBLISHED, 0.8);
    const out: { n: number; atMs: number }[] = [];
    for (let n = 0; n < 1_200; n += 1) {
      void limiter.pass().then(() => out.push({ n, atMs: performance.now() }));
    }
    await jest.advanceTimersByTimeAsync(20_000);

    expect(out.map(({ n }) => n)).toEqual([...Array(1_200).keys()]);
    for (const { atMs } of out) {
      const inWindow = out.filter((other) => other.atMs >= atMs && other.atMs < atMs + 5_000);
      expect(inWindow.length).toBeLessThanOrEqual(480);
    }
  });

  it('holds everybody, those already waiting too, until the longest hold is over', async () => {
    const limiter = new RateLimiter(PUBLISHED, 0.8);
    const startMs = performance.now();
    const outMs: number[] = [];
    for (let n = 0; n < 100; n += 1) {
      void limiter.pass().then(() => outMs.push(performance.now() - startMs));
    }
    await jest.advanceTimersByTimeAsync(0);
    const before = outMs.length;
    limiter.hold(600_000);
    limiter.hold(1_000);

    await jest.advanceTimersByTimeAsync(599_999);
    expect(outMs).toHaveLength(before);
    expect(limiter.usage().heldUntilMs).toBe(Date.now() + 1);

    await jest.advanceTimersByTimeAsync(5_000);
    expect(outMs).toHaveLength(100);
    // A hold builds up no burst: the queue leaves as slowly as ever.
    expect(outMs.filter((atMs) => atMs >= 600_000 && atMs < 600_250)).toHaveLength(24);
    expect(limiter.usage()).toMatchObject({ heldUntilMs: undefined, holdsTotal: 2, waiting: 0 });
  });

  it('counts what was sent', async () => {
    const limiter = new RateLimiter(PUBLISHED, 0.5);
    await limiter.pass();
    await limiter.pass();
    expect(limiter.usage()).toMatchObject({ inWindow: 2, budget: 300, requestsTotal: 2 });
    await jest.advanceTimersByTimeAsync(5_001);
    expect(limiter.usage()).toMatchObject({ inWindow: 0, requestsTotal: 2 });
  });

  it('weighs requests: light and heavy ones together stay within the budget', async () => {
    const limiter = new RateLimiter(WEIGHED, 0.8);
    const out: { cost: number; atMs: number }[] = [];
    for (let n = 0; n < 1_200; n += 1) {
      const cost = n % 50 === 0 ? 40 : 2;
      void limiter.pass(cost).then(() => out.push({ cost, atMs: performance.now() }));
    }
    await jest.advanceTimersByTimeAsync(200_000);

    expect(out).toHaveLength(1_200);
    const used = out.map(({ atMs: fromMs }) =>
      out.reduce(
        (sum, { atMs, cost }) => (atMs >= fromMs && atMs < fromMs + 60_000 ? sum + cost : sum),
        0,
      ),
    );
    expect(Math.max(...used)).toBeLessThanOrEqual(1_920);
    expect(Math.max(...used)).toBeGreaterThan(1_700);
    expect(limiter.usage()).toMatchObject({ budget: 1_920, requestsTotal: 1_200 });
  });

  it('lets light requests out beside the heaviest, also of a small budget', async () => {
    const limiter = new RateLimiter(WEIGHED, 0.1);
    let out = 0;
    for (const cost of [10, 2, 40]) void limiter.pass(cost).then(() => (out += 1));
    await jest.advanceTimersByTimeAsync(0);
    expect(out).toBe(3);
  });

  it('lets the heaviest request out of the smallest budget, and none that is heavier', async () => {
    const limiter = new RateLimiter(WEIGHED, 0.01);
    let out = 0;
    for (let n = 0; n < 3; n += 1) void limiter.pass(40).then(() => (out += 1));
    await jest.advanceTimersByTimeAsync(125_000);
    expect(out).toBe(3);
    await expect(limiter.pass(41)).rejects.toThrow(RangeError);
  });

  it('lets a heavy request wait until this process’s part is large enough', async () => {
    const limiter = new RateLimiter(WEIGHED, 0.8, true);
    let out = 0;
    void limiter.pass(40).then(() => (out += 1));
    limiter.allow({ most: 39, even: 39 }, Infinity);
    await jest.advanceTimersByTimeAsync(200_000);
    expect(out).toBe(0);
    limiter.allow({ most: 40, even: 40 }, Infinity);
    await jest.advanceTimersByTimeAsync(0);
    expect(out).toBe(1);
  });

  it('refuses those who wait, and all who come, once it is closed', async () => {
    const limiter = new RateLimiter(PUBLISHED, 0.8);
    limiter.hold(600_000);
    const waiting = limiter.pass();
    limiter.close();
    await expect(waiting).rejects.toThrow(TransientError);
    await expect(limiter.pass()).rejects.toThrow(TransientError);
    expect(jest.getTimerCount()).toBe(0);
  });
});
