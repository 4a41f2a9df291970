import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TransientError } from '@fullcarry/domain/errors';
import okx from 'ccxt/js/src/okx.js';
import type { ExchangeLimits } from '../exchange.js';
import {
  sendJson,
  sendText,
  startSpecServer,
  type SpecServer,
} from '../spec-server/spec-server.js';
import { ExchangeTransport } from './exchange-transport.js';

const LIMITS = {
  candleKinds: ['candles'],
  candlesPerPage: 100,
  settlementsPerPage: 100,
  fullPageHolds: 'newest',
  rates: [
    { name: 'spec', most: 100, windowMs: 60_000, heaviest: 10 },
    { name: 'spec.funding', most: 20, windowMs: 300_000, heaviest: 1 },
  ],
} as const satisfies ExchangeLimits;

const HOLDS = { forbiddenMs: 1_000, tooManyMs: 600_000 };

describe('the transport to an exchange with several limits', () => {
  let server: SpecServer;
  let transport: ExchangeTransport;
  const ask = (path: string) =>
    transport.ccxtSettings().fetchImplementation(`${server.url}${path}`, { method: 'GET' });
  const used = () => transport.limiters.map((limiter) => limiter.usage().inWindow);

  beforeEach(async () => {
    server = await startSpecServer(sendJson({}));
    transport = new ExchangeTransport(
      {
        exchange: 'spec',
        limits: LIMITS,
        holds: HOLDS,
        judge: () => undefined,
        weight: ({ pathname }) =>
          pathname === '/funding'
            ? { limit: LIMITS.rates[1], cost: 1 }
            : { limit: LIMITS.rates[0], cost: 10 },
      },
      { rateBudget: 1, requestTimeoutMs: 5_000 },
    );
  });
  afterEach(async () => {
    transport.close();
    await server.close();
  });

  it('counts each request for its own limit, at its own cost', async () => {
    await ask('/funding');
    await ask('/all');
    expect(used()).toEqual([10, 1]);
    expect(transport.usage()).toMatchObject({ inWindow: 10, budget: 100, requestsTotal: 2 });
  });

  it('keeps silence at all rate limiters when one answer asks for it, and counts that once', async () => {
    server.reply = sendText(429, '');
    await expect(ask('/funding')).rejects.toThrow(TransientError);
    const held = ask('/all');
    while (transport.usage().waiting === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(transport.limiters.map((limiter) => limiter.heldForMs() > 590_000)).toEqual([
      true,
      true,
    ]);
    expect(transport.usage()).toMatchObject({ holdsTotal: 1, failuresTotal: 1, waiting: 1 });
    transport.close();
    await expect(held).rejects.toThrow(TransientError);
    expect(server.seen).toHaveLength(1);
  });

  it('gives each question what was judged of its own answer, also when two answers are the same to the letter', async () => {
    server.reply = sendJson({ code: '0', data: [] });
    const judged: unknown[] = [];
    const own = new ExchangeTransport(
      { exchange: 'spec', limits: LIMITS, holds: HOLDS, judge: (json) => judged.push(json) },
      { rateBudget: 1, requestTimeoutMs: 5_000 },
    );
    const { fetchImplementation, ...settings } = own.ccxtSettings();
    let go = (): void => undefined;
    const both = new Promise<void>((resolve) => (go = resolve));
    let many = 0;
    const together: typeof fetchImplementation = async (...asked) => {
      const answer = await fetchImplementation(...asked);
      if ((many += 1) === 2) go();
      await both;
      return answer;
    };
    const api = new okx({ ...settings, fetchImplementation: together });
    own.handOn(api);
    api.urls.api = { rest: server.url };
    const answers = await Promise.all([api.publicGetPublicTime(), api.publicGetPublicTime()]);
    own.close();
    expect(new Set(answers)).toEqual(new Set(judged));
    expect(answers.every((answer) => judged.includes(answer))).toBe(true);
  });
});
