import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Exchange } from '../exchange.js';
import { EXCHANGE_IDS, openExchange } from '../open-exchange.js';
import { sendText, startSpecServer, type SpecServer } from '../spec-server/spec-server.js';

const HOUR_MS = 3_600_000;
const FROM_MS = 1_758_672_000_000;
const DATED = { date: new Date(FROM_MS).toUTCString() };

const CLOUDFRONT_BLOCKED = `<!DOCTYPE HTML><HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD>
<BODY><H1>403 ERROR</H1>Request blocked. We can't connect to the server for this app or website at this time.</BODY></HTML>`;
const CLOUDFLARE = `<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>`;
const CLOUDFRONT_REGION = `<HTML><BODY>The Amazon CloudFront distribution is configured to block access from your country.</BODY></HTML>`;
const banned = (untilMs: number) =>
  JSON.stringify({
    code: -1003,
    msg: `Way too many requests; IP(10.0.0.1) banned until ${untilMs}. Please use the websocket for live updates.`,
  });

describe.each(EXCHANGE_IDS)('what %s says to the whole address', (id) => {
  let server: SpecServer;
  let exchange: Exchange;

  beforeAll(async () => {
    server = await startSpecServer(sendText(200, ''));
  });
  beforeEach(() => {
    exchange = openExchange({ id, url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
  });
  afterEach(() => exchange.close());
  afterAll(() => server.close());

  const market = { exchange: id, symbol: 'BTC/USDT:USDT', nativeId: 'BTC', listedAtMs: undefined };
  const refusal = () =>
    exchange
      .candlePage(market, '1h', { fromMs: FROM_MS, toMs: FROM_MS + HOUR_MS })
      .catch((error: unknown) => error);
  const held = () => exchange.limiters.map((limiter) => limiter.heldForMs());

  it.each<[string, number, string, Record<string, string>]>([
    ["403 with a firewall's page", 403, CLOUDFRONT_BLOCKED, {}],
    ["403 with another firewall's page", 403, CLOUDFLARE, {}],
    ['403 with any page', 403, '<html><h1>403 Forbidden</h1></html>', {}],
    ['403 in words', 403, 'access too frequent', {}],
    ["a firewall's page with 200", 200, CLOUDFLARE, {}],
    ["a firewall's page with 405", 405, CLOUDFLARE, {}],
    ['"access too frequent" with 400', 400, 'access too frequent, please try again later', {}],
    ['418 without a time', 418, '', {}],
    ['429 without a time', 429, '<html></html>', {}],
    ['422 in words', 422, 'Rate limited, slow down', {}],
    ['503 in words', 503, 'Too many requests', {}],
  ])('is kept at all rate limiters: %s', async (_, status, body, headers) => {
    server.reply = sendText(status, body, headers);
    const error = await refusal();
    expect(error).toMatchObject({ name: 'TransientError', holdMs: expect.any(Number) });
    const { holdMs } = error as { holdMs: number };
    expect(holdMs).toBeGreaterThanOrEqual(2_000);
    for (const ms of held()) expect(ms).toBeGreaterThan(holdMs - 1_000);
  });

  it.each([400, 403, 418, 429, 503])(
    'is kept as long as a ban is said to last, with status %i and no Retry-After',
    async (status) => {
      server.reply = sendText(status, banned(FROM_MS + 90 * 60_000), DATED);
      await expect(refusal()).resolves.toMatchObject({ holdMs: 90 * 60_000 });
      for (const ms of held()) expect(ms).toBeGreaterThan(89 * 60_000);
    },
  );

  it('is kept for the longer of two times, and for three days at most', async () => {
    server.reply = sendText(418, banned(FROM_MS + 90 * 60_000), { ...DATED, 'retry-after': '300' });
    await expect(refusal()).resolves.toMatchObject({ holdMs: 90 * 60_000 });
    server.reply = sendText(418, banned(FROM_MS + 30 * 24 * HOUR_MS), DATED);
    const other = openExchange({ id, url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    await expect(other.serverTimeMs()).rejects.toMatchObject({ holdMs: 3 * 24 * HOUR_MS });
    await other.close();
  });

  it.each([
    [403, CLOUDFRONT_REGION],
    [403, 'The owner of this website has banned the country or region your IP address is in'],
    [451, JSON.stringify({ code: 0, msg: 'Service unavailable from a restricted location' })],
  ])('is for good when it is about the region: %i', async (status, body) => {
    server.reply = sendText(status, body);
    await expect(refusal()).resolves.toMatchObject({
      name: 'PermanentError',
      context: { scope: 'exchange' },
    });
    expect(held().every((ms) => ms === 0)).toBe(true);
  });

  it.each([
    [404, '<html><h1>404 Not Found</h1></html>'],
    [502, '<html><h1>502 Bad Gateway</h1></html>'],
    [200, '<html><body>maintenance</body></html>'],
  ])('is nothing when %i may be about one question', async (status, body) => {
    server.reply = sendText(status, body);
    await expect(refusal()).resolves.toMatchObject({ name: 'TransientError', holdMs: undefined });
    expect(held().every((ms) => ms === 0)).toBe(true);
  });
});

describe('a code of the exchange that is about the whole address', () => {
  it.each([
    ['bybit', { retCode: 10009, retMsg: 'IP has been banned', result: {} }, 600_000],
    ['bybit', { retCode: 33004, retMsg: 'access too frequent', result: {} }, 600_000],
    ['bybit', { retCode: 10429, retMsg: 'System level frequency protection' }, 5_000],
    ['binanceusdm', { code: -1003, msg: 'Too many requests' }, 60_000],
    ['binanceusdm', { code: -1099, msg: 'Too many requests; current limit is 2400' }, 60_000],
    ['okx', { code: '50040', msg: 'Too frequent operations', data: [] }, 2_000],
    ['hyperliquid', { status: 'err', response: 'Too many requests' }, 60_000],
  ])('of %s holds: %j', async (id, body, holdMs) => {
    const server = await startSpecServer(sendText(200, JSON.stringify(body)));
    const exchange = openExchange({ id, url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    await expect(exchange.serverTimeMs()).rejects.toMatchObject({ name: 'TransientError', holdMs });
    for (const limiter of exchange.limiters)
      expect(limiter.heldForMs()).toBeGreaterThan(holdMs - 1_000);
    await exchange.close();
    await server.close();
  });
});
