import { CandlesRoute } from '@fullcarry/contracts/http/market/candles-route';
import { CoverageRoute } from '@fullcarry/contracts/http/market/coverage-route';
import { DecisionRoute } from '@fullcarry/contracts/http/desk/decision-route';
import { dataStatus } from '@fullcarry/contracts/http/data/data-status-route';
import { httpError } from '@fullcarry/contracts/http/http-error';
import { MarketCoverageRoute } from '@fullcarry/contracts/http/market/market-coverage-route';
import { DAY_MS } from '@fullcarry/domain/time-window';
import { InstrumentsRoute } from '@fullcarry/contracts/http/market/instruments-route';
import { MarketsRoute } from '@fullcarry/contracts/http/market/markets-route';
import { SignalsRoute } from '@fullcarry/contracts/http/market/signals-route';
import { ROUTES } from '@fullcarry/contracts/http/routes';
import { leaveFact } from '@fullcarry/testing/retained-fact';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@fullcarry/testing/until';
import {
  answerAsDesk,
  cycle,
  desk,
  openStage,
  progress,
  rates,
  LISTED_AT_MS,
  SYMBOL,
  type Stage,
} from './gateway-stage.fixture.js';

describe('the routes', () => {
  let stage: Stage;
  let url: string;
  let healthUrl: string;
  let answering: { close(): Promise<void> };

  beforeAll(async () => {
    stage = await openStage();
    await leaveFact(stage.nats.url, 'data.progress', progress());
    await leaveFact(stage.nats.url, 'market.rates', rates(3));
    await leaveFact(stage.nats.url, 'desk.status', desk());
    await leaveFact(stage.nats.url, 'desk.cycle', cycle(7));
    answering = await answerAsDesk(stage.nats.url);
    ({ url, healthUrl } = await stage.gateway());
    // The retained facts are read once the database and NATS are there.
    await until(async () => {
      const status = await fetch(`${url}/api/desk`);
      const ready = await fetch(`${healthUrl}/health/ready`);
      return ready.ok && (await status.text()).includes('"running"') ? true : undefined;
    });
  });
  afterAll(async () => {
    await answering.close();
    await stage.close();
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, { headers });
  const json = async (path: string) => JSON.parse(await (await get(path)).text());

  const GOOD: Readonly<Record<string, string>> = {
    '/api/markets/:exchange/:symbol/coverage': `/api/markets/bybit/${encodeURIComponent(SYMBOL)}/coverage`,
    '/api/basis': '/api/basis?symbol=BTCUSDT',
    '/api/signals': '/api/signals?symbol=BTCUSDT',
    '/api/signals/history': '/api/signals/history?symbol=BTCUSDT',
    '/api/decision': '/api/decision?market=BTCUSDT',
    '/api/market-result': `/api/market-result?symbol=${encodeURIComponent(SYMBOL)}`,
    '/api/candles': '/api/candles?symbol=BTCUSDT',
    '/api/funding-rates': `/api/funding-rates?symbol=${encodeURIComponent(SYMBOL)}`,
  };
  const reads = ROUTES.filter(
    (route) => route.method === 'get' && !/:(id|number|hash)/.test(route.path),
  );

  it.each(reads.map((route) => [route.path, route] as const))(
    '%s answers what its schema says',
    async (path, route) => {
      const response = await get(GOOD[path] ?? path);
      expect(response.status).toBe(200);
      route.reply.parse(await response.json());
    },
  );

  it('answers with the state of the data from the fetcher and the database together', async () => {
    const status = dataStatus.parse(await json('/api/data-status'));
    expect(status).toMatchObject({
      state: 'fetching',
      stale: false,
      pairsTracked: 1,
      gaps: 1,
      fetchProgress: { percent: 25, currentSymbol: SYMBOL },
      datasetSha256: null,
    });
    expect(status.totalRecords).toBe(status.candles + status.fundingRates);
    expect(status.fundingRates).toBeGreaterThanOrEqual(30);
  });

  it('shows the tracked market first, with the desk’s reason, then those with a rate alone', async () => {
    const reply = MarketsRoute.reply.parse(await json('/api/markets'));
    expect(reply.total).toBe(3);
    expect(reply.markets[0]).toMatchObject({
      symbol: SYMBOL,
      rank: 1,
      predictedRate: '0.00012',
      lastSettled: { rate: '0.0001' },
      netYield: 0.03,
      verdict: { reasonCode: 'below-entry' },
    });
    expect(reply.markets[1]).toMatchObject({ state: 'live', tracked: false, series: [] });
    expect((await json('/api/markets?limit=1&offset=1')).markets).toHaveLength(1);
  });

  it('answers with what the exchange listed at a time, as it was known then', async () => {
    const at = async (query: string) =>
      InstrumentsRoute.reply.parse(await json(`/api/instruments?${query}`));
    const dayLaterMs = LISTED_AT_MS + DAY_MS;
    expect(await at(`atMs=${dayLaterMs - 1}`)).toMatchObject({
      exchange: 'bybit',
      observedAtMs: LISTED_AT_MS,
      total: 1,
      instruments: [{ symbol: SYMBOL, rank: 1, turnoverUsdt24h: '100', rules: null }],
    });
    expect(await at('')).toMatchObject({ observedAtMs: dayLaterMs });
    expect(await at(`atMs=${LISTED_AT_MS - 1}`)).toMatchObject({ observedAtMs: null, total: 0 });
    expect(await at('assetClass=stock')).toMatchObject({ instruments: [] });
  });

  it('gives a hole with its evidence, and its day on the heat map', async () => {
    const coverage = MarketCoverageRoute.reply.parse(
      await json(`/api/markets/bybit/BTCUSDT/coverage`),
    );
    // No premium index is kept here: no rate is rebuilt.
    expect(coverage.rateMatch).toBeNull();
    const candles = coverage.series.find((one) => one.summary.series.kind === 'candles')!;
    expect(candles.gaps).toEqual([expect.objectContaining({ evidence: 'two pages agreed' })]);
    expect(candles.pieces.map((piece) => piece.status)).toEqual(['present', 'missing', 'present']);
    const map = CoverageRoute.reply.parse(await json('/api/coverage'));
    expect(map.markets[0]!.candles).toBe('PPMPPPPPPPP');
    expect(map.markets[0]!.funding).toBe('PPPPPPPPPPP');
  });

  it('gives no signals of a market that is not proven, and says which series is not', async () => {
    expect(SignalsRoute.reply.parse(await json('/api/signals?symbol=BTCUSDT'))).toMatchObject({
      signals: null,
      unproven: `bybit:${SYMBOL}:funding is not proven`,
      certificates: [],
    });
  });

  it('answers with what the desk thinks of a market, and 404 of one that it does not see', async () => {
    const explained = DecisionRoute.reply.parse(await json('/api/decision?market=BTCUSDT'));
    expect(explained).toMatchObject({ symbol: SYMBOL, label: 'open', rank: 1, of: 1 });
    const { carry, convergence, costs, net } = explained.yields;
    expect(carry + convergence - costs).toBeCloseTo(net, 12);
    const unseen = await get('/api/decision?market=NOPEUSDT');
    expect([unseen.status, await unseen.json()]).toEqual([
      404,
      { error: 'The desk looks at no market NOPEUSDT now' },
    ]);
  });

  it('gives candles with their holes, as JSON and as CSV', async () => {
    const reply = CandlesRoute.reply.parse(await json('/api/candles?symbol=BTCUSDT'));
    // The year before the look-back of this stage was not collected, and then a gap was seen.
    expect(reply.holes.map(({ status }) => status)).toEqual(['not-collected', 'missing']);
    const csv = await get('/api/candles?symbol=BTCUSDT&format=csv');
    expect(csv.headers.get('content-type')).toMatch('text/csv');
    const lines = (await csv.text()).trim().split('\n');
    expect(lines).toHaveLength(1 + reply.candles.length);
    expect(lines[0]).toBe('exchange,market,open_at_utc,open_at_ms,open,high,low,close,volume');
    expect(lines[1]).toMatch(/^bybit,BTCUSDT,\d{4}-\d\d-\d\d \d\d:00:00,\d{13},/);
    expect(csv.headers.get('content-disposition')).toMatch(
      /bybit-BTCUSDT-1h-(replay-)?\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.csv/,
    );
  });

  it.each([
    ['/api/markets?format=csv', /^exchange,market,symbol,state,.*\nbybit,BTCUSDT,/],
    ['/api/positions?format=csv', /^id,exchange,market,state,opened_at_utc,/],
    ['/api/equity?format=csv', /^at_utc,at_ms,equity_usdt,/],
    ['/api/desk/journal?format=csv', /^at_utc,exchange,kind,by,market,/],
    ['/api/opportunities?format=csv', /^exchange,market,symbol,rank,action,/],
    ['/api/spreads?format=csv', /^asset,exchange,market,symbol,predicted_rate,/],
  ])('%s is a file of the same for a spreadsheet', async (path, begins) => {
    const response = await get(path);
    expect(response.headers.get('content-type')).toMatch('text/csv');
    expect(response.headers.get('content-disposition')).toMatch(/-to-\d{4}-\d\d-\d\d\.csv/);
    expect(await response.text()).toMatch(begins);
  });

  it.each([
    ['/api/candles', 'symbol'],
    ['/api/candles?symbol=BTCUSDT&fromMs=yesterday', 'fromMs'],
    ['/api/candles?symbol=BTCUSDT&fromMs=2&toMs=1', 'toMs'],
    ['/api/candles?symbol=BTCUSDT&timeframe=7m', 'timeframe'],
    ['/api/candles?symbol=BTCUSDT&symbol=ETHUSDT', 'symbol'],
    ['/api/candles?symbol=BTCUSDT&also=this', 'also'],
    ['/api/markets?limit=0', 'limit'],
    ['/api/positions?state=lost', 'state'],
    ['/api/positions/first', 'id'],
    ['/api/desk/journal?kind=gossip', 'kind'],
    ['/api/rates?x=1', 'x'],
  ])('%s is refused, and %s named', async (path, field) => {
    const response = await get(path);
    expect(response.status).toBe(400);
    expect(httpError.parse(await response.json())).toMatchObject({ field });
  });

  it('refuses a decade of everything with the reason', async () => {
    const response = await get('/api/candles?symbol=BTCUSDT&fromMs=0');
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      field: 'fromMs',
      error: expect.stringContaining('at most 10000 candles'),
    });
    expect((await get('/api/funding-rates?symbol=BTCUSDT&fromMs=0')).status).toBe(400);
  });

  it.each([
    '/api/markets/bybit/NONEUSDT/coverage',
    '/api/markets/kraken/BTCUSDT/coverage',
    '/api/candles?symbol=NONEUSDT',
    '/api/candles?symbol=BTCUSDT&timeframe=5m',
    '/api/funding-rates?exchange=kraken&symbol=BTCUSDT',
    '/api/positions/1',
    '/api/backtests/3fa4',
    '/api/sweeps/3fa4',
    `/api/backtests/runs/${'3fa4'.repeat(16)}`,
    '/api/cycles/1',
    '/api/nothing',
  ])('%s is not known here', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(httpError.parse(await response.json()).error).not.toBe('');
  });

  it('answers 304 to who has it already, and compresses what is large', async () => {
    const path = '/api/candles?symbol=BTCUSDT';
    const first = await get(path, { 'accept-encoding': 'gzip' });
    expect(first.headers.get('content-encoding')).toBe('gzip');
    const etag = first.headers.get('etag')!;
    // What fetch itself would add asks for a fresh answer.
    const again = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
    expect((await get(path, again)).status).toBe(304);
  });

  it('allows nothing from outside, and says what it is to nobody', async () => {
    const { headers } = await get('/');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|http/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('describes every route, on a page that loads nothing from outside', async () => {
    const description = await json('/api/openapi.json');
    expect(description.openapi).toBe('3.1.0');
    for (const route of ROUTES) {
      const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
      const { responses } = description.paths[path][route.method];
      expect(responses[String(route.status ?? 200)]).toBeDefined();
    }
    const page = await (await get('/api/docs')).text();
    const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((found) => found[1]!);
    for (const file of loaded.filter((one) => !one.startsWith('data:'))) {
      expect(file).toMatch(/^\/api\/docs\//);
      expect((await get(file)).status).toBe(200);
    }
  });

  it('serves the dashboard: its page everywhere, hashed files for ever, nothing beside it', async () => {
    const page = await get('/markets/bybit/BTCUSDT', { accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>Fullcarry</title>');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const script = await get('/assets/app-1a2b3c.js');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await get('/assets/gone.js')).status).toBe(404);
    expect((await get('/assets/gone.js')).headers.get('content-encoding')).toBeNull();
    expect((await get('/..%2f..%2ffullcarry.db')).status).not.toBe(200);
  });

  it('serves a page that asks for its own files at once, where one was built', async () => {
    const page = await (await get('/funding', { accept: 'text/html' })).text();
    expect(page).toContain('modulepreload');
    expect(await (await get('/desk', { accept: 'text/html' })).text()).not.toContain('preload');
  });

  it.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['identity', null],
  ])('serves built files compressed when the browser takes %s', async (taken, encoding) => {
    const script = await get('/assets/app-1a2b3c.js', { 'accept-encoding': taken });
    expect(script.headers.get('content-encoding')).toBe(encoding);
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(script.headers.get('vary')).toContain('Accept-Encoding');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(await script.text()).toBe('document.title');
  });

  it.each([
    ['/', 200],
    ['/markets/', 200],
    ['/markets/bybit/BTC%2FUSDT%3AUSDT', 200],
    ['/funding/BTC', 200],
    ['/desk?x=1', 200],
    ['/backtest', 200],
    ['/backtest/3fa4', 200],
    ['/backtest/sweep/3fa4', 200],
    ['/nowhere', 404],
    ['/desk/nowhere', 404],
    ['/markets/bybit', 404],
    ['/markets/bybit/NOPEUSDT', 404],
    ['/markets/nowhere/BTCUSDT', 404],
    ['/markets/bybit/%E0%A4%A', 404],
  ])('says of the page %s with its status what it has there: %i (E7)', async (path, status) => {
    const response = await get(path, { accept: 'text/html' });
    expect(response.status).toBe(status);
    // The page itself then says that there is nothing.
    if (!path.includes('%E0')) expect(await response.text()).toContain('<title>Fullcarry</title>');
  });

  it('has health and metrics', async () => {
    expect((await fetch(`${healthUrl}/health/live`)).status).toBe(200);
    const metrics = await fetch(`${healthUrl}/metrics`);
    expect(await metrics.text()).toContain('fullcarry_gateway_http_seconds');
  });
});
