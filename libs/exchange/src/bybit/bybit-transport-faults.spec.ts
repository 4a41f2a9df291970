import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PermanentError, TransientError } from '@fullcarry/domain/errors';
import { BTC, bybitOk, candlesResult, settlementsResult } from '../spec-server/bybit-payloads.js';
import {
  sendJson,
  sendText,
  startSpecServer,
  type Reply,
  type SpecServer,
} from '../spec-server/spec-server.js';
import { Bybit } from './bybit.js';

const HOUR_MS = 3_600_000;
const WINDOW = { fromMs: 1758672000000, toMs: 1758672000000 + 2 * HOUR_MS };
const DEADLINE_MS = 400;

const GOOD = JSON.stringify(bybitOk(candlesResult()));
const CLOUDFRONT = `<!DOCTYPE HTML><HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD>
<BODY><H1>403 ERROR</H1>The Amazon CloudFront distribution is configured to block access from your country.</BODY></HTML>`;

/** Headers and the first half of the body; what comes then is the fault. */
function halfOf(body: Buffer, headers: Record<string, string>, then: Reply): Reply {
  return (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.write(body.subarray(0, body.length / 2), () => {
      setTimeout(() => then(request, response), 20);
    });
  };
}

const plain = Buffer.from(GOOD);
const gzipped = gzipSync(plain);
const GZIP = { 'content-encoding': 'gzip' };
const stall: Reply = () => undefined;
const reset: Reply = (_, response) => response.socket?.destroy();
const drip: Reply = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  let sent = 0;
  const timer = setInterval(() => response.write(GOOD.charAt(sent++)), 50);
  response.on('close', () => clearInterval(timer));
};

describe('Bybit behind a broken transport', () => {
  let server: SpecServer;
  let exchange: Bybit;

  beforeAll(async () => {
    server = await startSpecServer(stall);
  });
  beforeEach(() => {
    exchange = new Bybit({ url: server.url, rateBudget: 1, requestTimeoutMs: DEADLINE_MS });
  });
  afterAll(() => server.close());

  const askCandles = () => exchange.candlePage(BTC, '1h', WINDOW);
  const askSettlements = () => exchange.settlementPage(BTC, WINDOW);

  const length = (body: string) => ({ 'content-length': String(Buffer.byteLength(body)) });
  const cut = GOOD.slice(0, GOOD.length / 2);

  const TRANSIENT: [string, Reply][] = [
    ['a JSON text cut short, with a right Content-Length', sendText(200, cut, length(cut))],
    ['an HTML page with status 200', sendText(200, '<html><body>maintenance</body></html>')],
    ['an empty body', sendText(200, '')],
    ['the JSON value null', sendText(200, 'null')],
    ['a number that is not JSON', sendText(200, GOOD.replace('"112444"', 'NaN'))],
    ['a null result', sendJson(bybitOk(null))],
    ['an empty result', sendJson(bybitOk({}))],
    ['a null list', sendJson(bybitOk({ category: 'linear', symbol: 'BTCUSDT', list: null }))],
    ['JSON that is not from Bybit', sendJson({ message: 'no Route matched with those values' })],
    ['a bare list', sendJson([])],
    ['a body that stalls', halfOf(plain, {}, stall)],
    ['a gzip body that stalls', halfOf(gzipped, GZIP, stall)],
    ['a gzip body that ends mid-way', halfOf(gzipped, GZIP, (_, response) => response.end())],
    ['a reset mid-way', halfOf(plain, { 'content-length': String(plain.length) }, reset)],
    ['a reset mid-way of a gzip body', halfOf(gzipped, GZIP, reset)],
    ['a reset before the headers', reset],
    ['no answer at all', stall],
    ['a body that drips', drip],
    ['a redirect', sendText(302, '', { location: 'http://127.0.0.1:1/portal' })],
    ['a redirect with JSON', sendText(307, '{"retCode":0}', { location: '/elsewhere' })],
    ['a page for an unknown path', sendText(404, '<html><h1>404 Not Found</h1></html>')],
    ...[500, 502, 503, 504, 520, 524, 599].flatMap((status): [string, Reply][] => [
      [`status ${status} with a page`, sendText(status, `<html><h1>${status}</h1></html>`)],
      [`status ${status} with a good-looking body`, sendText(status, GOOD)],
    ]),
  ];

  it.each(TRANSIENT)('takes %s for a fault, never for an empty page', async (_, reply) => {
    server.reply = reply;
    for (const ask of [askCandles, askSettlements]) {
      const error = await ask().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TransientError);
      expect(error).toMatchObject({
        holdMs: undefined,
        context: { exchange: 'bybit', symbol: 'BTCUSDT' },
      });
    }
    // Each one has been counted against the limit, whatever came of it.
    expect(exchange.usage().requestsTotal).toBe(2);
  });

  const HOLDS: [string, Reply, number][] = [
    ['403 for too many requests', sendText(403, 'access too frequent'), 600_000],
    ['403 with a time', sendText(403, 'access too frequent', { 'retry-after': '30' }), 30_000],
    ['403 without a word', sendText(403, ''), 600_000],
    ['429', sendText(429, 'System level frequency protection'), 5_000],
    ['429 with a time', sendText(429, '{}', { 'retry-after': '7' }), 7_000],
    ['418', sendText(418, ''), 120_000],
    ['418 with a time', sendText(418, '', { 'retry-after': '300' }), 300_000],
    ['503 with a time', sendText(503, '<html></html>', { 'retry-after': '20' }), 20_000],
  ];

  it.each(HOLDS)('is silent for everybody after %s', async (_, reply, holdMs) => {
    server.reply = reply;
    await expect(askCandles()).rejects.toMatchObject({ name: 'TransientError', holdMs });

    const before = server.seen.length;
    const waiting = askSettlements();
    const outcome = expect(waiting).rejects.toThrow(TransientError);
    const { heldUntilMs = 0, holdsTotal } = exchange.usage();
    expect(holdsTotal).toBe(1);
    expect(heldUntilMs - Date.now()).toBeGreaterThan(holdMs - 10_000);
    expect(heldUntilMs - Date.now()).toBeLessThanOrEqual(holdMs + 1);
    expect(server.seen).toHaveLength(before);

    await exchange.close();
    await outcome;
  });

  it.each([
    ['403 with a page of a region block', sendText(403, CLOUDFRONT)],
    ['403 that names the country', sendText(403, 'Service is not available in your country')],
    ['451', sendText(451, '')],
  ])('gives up after %s', async (_, reply) => {
    server.reply = reply;
    const error = await askCandles().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({ context: { scope: 'exchange' } });
    expect(exchange.usage().holdsTotal).toBe(0);
  });

  it('refuses a request that the API itself refuses with a status', async () => {
    server.reply = sendText(404, '{"retCode":0,"retMsg":"OK"}');
    await expect(askCandles()).rejects.toMatchObject({
      name: 'PermanentError',
      context: { scope: 'request', httpStatus: 404 },
    });
  });

  it('says that nobody listens', async () => {
    exchange = new Bybit({ url: 'http://127.0.0.1:9', rateBudget: 1, requestTimeoutMs: 5_000 });
    await expect(askCandles()).rejects.toThrow(TransientError);
  });

  it('reads whole bodies, plain and gzip', async () => {
    server.reply = sendJson(bybitOk(candlesResult()));
    await expect(askCandles()).resolves.toHaveLength(2);
    server.reply = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', ...GZIP });
      response.end(
        gzipSync(JSON.stringify(bybitOk(settlementsResult([[WINDOW.fromMs, '0.0001']])))),
      );
    };
    await expect(askSettlements()).resolves.toHaveLength(1);
  });

  it('keeps the evidence short', async () => {
    server.reply = sendText(502, `<html>${'x'.repeat(100_000)}</html>`);
    const error = await askCandles().catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error).length).toBeLessThan(1_000);
  });

  it('ends what is in flight when it is closed', async () => {
    exchange = new Bybit({ url: server.url, rateBudget: 1, requestTimeoutMs: 600_000 });
    server.reply = stall;
    const before = server.seen.length;
    const inFlight = expect(askCandles()).rejects.toThrow(TransientError);
    while (server.seen.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    await exchange.close();
    await inFlight;
    await expect(askCandles()).rejects.toThrow(TransientError);
    expect(server.seen).toHaveLength(before + 1);
  });
});
