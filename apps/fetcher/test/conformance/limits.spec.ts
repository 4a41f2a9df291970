import type { Market } from '@fullcarry/domain/market/market';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { FEW_MARKETS, NOW_MS, SUBJECTS, Subject } from './subject.js';

const CLOSED_MS = Math.floor(NOW_MS / HOUR_MS) * HOUR_MS;

/** As long as this is asked as much as goes; windows of minutes are kept by their even parts within it. */
const LONGEST_MS = 6_000;

const QUESTIONS: readonly ((exchange: Exchange, market: Market) => Promise<unknown>)[] = [
  (exchange, market) => {
    const fromMs = CLOSED_MS - exchange.limits.candlesPerPage * HOUR_MS;
    return exchange.candlePage(market, '1h', { fromMs, toMs: CLOSED_MS });
  },
  (exchange, market) => {
    const fromMs = CLOSED_MS - exchange.limits.candlesPerPage * HOUR_MS;
    return exchange.candlePage(market, '1h', { fromMs, toMs: CLOSED_MS }, 'spot-candles');
  },
  (exchange, market) =>
    exchange.settlementPage(market, { fromMs: CLOSED_MS - 900 * HOUR_MS, toMs: CLOSED_MS }),
  (exchange) => exchange.tickers(),
  (exchange) => exchange.tradingRules(),
  (exchange) => exchange.spotTickers(),
  (exchange) => exchange.serverTimeMs(),
  async (exchange, { symbol, nativeId }) =>
    exchange.orderBook?.({ instrument: 'perpetual', symbol, nativeId }),
];

describe.each(SUBJECTS)('the limits of %s', (id) => {
  let subject: Subject;
  let market: Market;

  beforeAll(async () => {
    subject = await Subject.start(id, FEW_MARKETS);
    const markets = await subject.marketsWithSpot();
    market = markets.find(({ symbol }) => symbol.startsWith('BTC/'))!;
  });
  afterAll(() => subject.close());

  it('are charged for each question with at least what the exchange charges', async () => {
    for (const ask of QUESTIONS) {
      const { charged, counted } = await subject.use(async (exchange) => {
        await ask(exchange, market);
        const { limits } = await subject.replay.stats();
        const limiters = exchange.limiters.map(
          (limiter) => [limiter.name, limiter.usage().inWindow] as const,
        );
        return { charged: new Map(limiters), counted: limits };
      });
      for (const { name, peak } of counted) {
        const inWindow = charged.get(name);
        if (inWindow !== undefined) expect([name, peak <= inWindow]).toEqual([name, true]);
      }
      expect([...charged.values()].some((inWindow) => inWindow > 0)).toBe(true);
    }
  });

  it('are not broken when more is asked than goes, at the budget that is usual', async () => {
    // All of a limit would be broken by a machine so busy that requests arrive in other steps than they left.
    const exchange = subject.open({ rateBudget: 0.8 });
    const asked = QUESTIONS.flatMap((ask) => Array.from({ length: 150 }, () => ask));
    const asking = asked.map((ask) => ask(exchange, market).catch((error: unknown) => error));
    await sleep(Math.min(LONGEST_MS, 1.1 * exchange.limits.rates[0].windowMs));
    const { waiting } = exchange.usage();
    await exchange.close();
    await Promise.all(asking);
    const { breaches, banned, limits } = await subject.replay.stats();
    await subject.replay.reset();
    const broken = limits.filter((limit) => limit.breaches > 0 || limit.peak > limit.most);
    expect({ broken, breaches, banned }).toEqual({ broken: [], breaches: 0, banned: 0 });
    expect(waiting).toBeGreaterThan(0);
  }, 30_000);

  it('are left alone while a hold stands, by what was in the queue too', async () => {
    await subject.replay.faults([{ kind: 'http-429', times: 1 }]);
    await subject.use(async (exchange) => {
      const silence = await exchange.markets().catch((error: unknown) => error);
      expect(silence).toMatchObject({ name: 'TransientError', holdMs: 1_000 });
      const { requests } = await subject.replay.stats();
      const heldUntil = performance.now() + exchange.limiters[0].heldForMs();
      const waiting = exchange.markets();
      while (exchange.usage().waiting === 0) await sleep(5);
      await expect(waiting).resolves.not.toHaveLength(0);
      expect(performance.now()).toBeGreaterThanOrEqual(heldUntil - 1);
      expect((await subject.replay.stats()).requests).toBeGreaterThan(requests);
    });
  });
});
