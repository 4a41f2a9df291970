import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TransientError } from '@fullcarry/domain/errors';
import { BTC, bybitOk, candlesResult } from '../spec-server/bybit-payloads.js';
import {
  sendJson,
  sendText,
  startSpecServer,
  type SpecServer,
} from '../spec-server/spec-server.js';
import { Bybit } from './bybit.js';

const HOUR_MS = 3_600_000;
const WINDOW = { fromMs: 1758672000000, toMs: 1758672000000 + 2 * HOUR_MS };

/** /v5/market/time, as if it were answered at that instant. */
function timeAt(atMs: number) {
  return bybitOk({
    timeSecond: String(Math.floor(atMs / 1_000)),
    timeNano: String(BigInt(Math.floor(atMs)) * 1_000_000n + 123_456n),
  });
}

describe('Bybit', () => {
  let server: SpecServer;
  let exchange: Bybit;

  beforeAll(async () => {
    server = await startSpecServer(sendJson({}));
  });
  beforeEach(() => {
    exchange = new Bybit({ url: server.url, rateBudget: 0.1, requestTimeoutMs: 5_000 });
  });
  afterAll(() => server.close());

  it('answers with its time in one request when it agrees with this machine', async () => {
    const before = server.seen.length;
    server.reply = (request, response) => sendJson(timeAt(Date.now()))(request, response);
    expect(Math.abs((await exchange.serverTimeMs()) - Date.now())).toBeLessThan(5_000);
    expect(server.seen.slice(before).map(({ path }) => path)).toEqual(['/v5/market/time']);
  });

  it('is not believed when one answer is an hour off', async () => {
    let asked = 0;
    server.reply = (request, response) => {
      const skewMs = asked++ === 0 ? HOUR_MS : 0;
      sendJson(timeAt(Date.now() + skewMs))(request, response);
    };
    expect(Math.abs((await exchange.serverTimeMs()) - Date.now())).toBeLessThan(5_000);
    expect(asked).toBe(2);
  });

  it('is believed by the hour while a replay runs a month in a minute', async () => {
    const startMs = Date.now();
    const anchorMs = startMs - 30 * 24 * HOUR_MS;
    server.reply = (request, response) =>
      sendJson(timeAt(anchorMs + (Date.now() - startMs) * 43_200), {
        'x-fullcarry-replay': '2026-08-01T00:00:00Z',
        'x-fullcarry-replay-speed': '43200',
      })(request, response);
    const timeMs = await exchange.serverTimeMs();
    expect(timeMs).toBeGreaterThanOrEqual(anchorMs);
    const tookMs = Date.now() - startMs;
    // What was answered is taken for the middle of the round trip: half of it is added.
    expect(timeMs).toBeLessThanOrEqual(anchorMs + tookMs * 43_200 + tookMs / 2);
  });

  it('is not believed when one answer has two times', async () => {
    const nowSeconds = Math.floor(Date.now() / 1_000);
    server.reply = sendJson(
      bybitOk({ timeSecond: String(nowSeconds), timeNano: `${nowSeconds + 3_600}000000000` }),
    );
    await expect(exchange.serverTimeMs()).rejects.toThrow(TransientError);
  });

  it('is live, unless one answer ever said that it is a replay', async () => {
    expect(exchange.source()).toBe('unknown');

    server.reply = sendText(502, '', { 'x-fullcarry-replay': 'nonsense' });
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).rejects.toThrow(TransientError);
    expect(exchange.source()).toBe('unknown');

    server.reply = sendJson(bybitOk(candlesResult()));
    await exchange.candlePage(BTC, '1h', WINDOW);
    expect(exchange.source()).toBe('live');

    server.reply = sendJson(bybitOk(candlesResult()), {
      'x-fullcarry-replay': '2026-08-01T00:00:00Z',
    });
    await exchange.candlePage(BTC, '1h', WINDOW);
    server.reply = sendJson(bybitOk(candlesResult()));
    await exchange.candlePage(BTC, '1h', WINDOW);
    expect(exchange.source()).toBe('replay 2026-08-01T00:00:00Z');
  });

  it('sends everything through the rate limiter, however much is asked at once', async () => {
    const before = server.seen.length;
    server.reply = sendJson(bybitOk(candlesResult()));
    const asked = Array.from({ length: 70 }, () => exchange.candlePage(BTC, '1h', WINDOW));
    const outcome = Promise.allSettled(asked);
    const atTheLimiter = () => exchange.usage().requestsTotal + exchange.usage().waiting;
    while (atTheLimiter() < 70) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(exchange.usage().waiting).toBeGreaterThanOrEqual(10);

    await exchange.close();
    await outcome;
    expect(server.seen.length - before).toBeLessThanOrEqual(exchange.usage().requestsTotal);
  });

  it('is silent when another process was asked for silence', async () => {
    exchange.limiters[0].hold(600_000);
    const outcome = expect(exchange.serverTimeMs()).rejects.toThrow(TransientError);
    while (exchange.usage().waiting === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await exchange.close();
    await outcome;
    expect(exchange.usage().requestsTotal).toBe(0);
  });

  it('warns once per hold, with the evidence', async () => {
    const warnings: unknown[] = [];
    exchange = new Bybit({
      url: server.url,
      rateBudget: 0.1,
      requestTimeoutMs: 5_000,
      logger: { warn: (fields, message) => warnings.push({ ...fields, message }) },
    });
    server.reply = sendText(403, 'access too frequent');
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).rejects.toThrow(TransientError);
    expect(warnings).toEqual([
      expect.objectContaining({
        message: 'The exchange ordered a wait; all requests are held',
        endpoint: '/v5/market/kline',
        symbol: 'BTCUSDT',
        httpStatus: 403,
        holdMs: 600_000,
      }),
    ]);
  });
});
