import { createLogger } from '@fullcarry/platform/logs/create-logger';
import { describe, expect, it } from '@jest/globals';
import { RetryPolicy } from '../fetch/retry-policy.js';
import { ExchangeClock } from './exchange-clock.js';

const { signal } = new AbortController();
const logger = createLogger({ service: 'fetcher', level: 'silent', format: 'json' });

/** A clock whose answers come when the test lets them. */
function opened() {
  const asked: ((exchangeMs: number) => void)[] = [];
  const clock = new ExchangeClock(
    {
      exchange: { serverTimeMs: () => new Promise((answer) => asked.push(answer)) },
      retryPolicy: new RetryPolicy({ maxRetries: 0, baseMs: 1 }, signal, logger),
      universe: { keep: async () => undefined, reconsider: () => undefined },
      announcements: { observe: async () => [] },
      spots: { keep: async () => undefined },
      logger,
    },
    signal,
  );
  return { clock, asked };
}

describe('the exchange’s time', () => {
  it('holds for a while', async () => {
    const { clock, asked } = opened();
    const first = clock.nowMs(true);
    asked[0]!(1_000);
    expect(await first).toBe(1_000);
    expect(await clock.nowMs(true)).toBe(1_000);
    expect(asked).toHaveLength(1);
  });

  it('is asked for again after a command that came while an older answer was on its way', async () => {
    const { clock, asked } = opened();
    const older = clock.nowMs(true);
    clock.askAgain();
    asked[0]!(1_000);
    expect(await older).toBe(1_000);
    const newer = clock.nowMs(true);
    asked[1]!(2_000);
    expect(await newer).toBe(2_000);
  });
});
