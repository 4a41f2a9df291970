// A Bybit v5 of GENERATED markets, as fast as can be: pages are made once, compressed once, and served to
// every market, so that its own work does not hide what is measured. The limiter is the replay exchange's.
// Never a source of data: its label is on every answer, and in every database that was filled from it.
import { createServer } from 'node:http';
import { constants, gzipSync } from 'node:zlib';
import { LimitEnforcer } from '../../apps/replay-exchange/dist/http/limit-enforcer.js';
import { fundingRate, generatedMarkets, klineRow } from './generated-markets.mjs';

const LABEL = 'GENERATED bench markets, not data of any exchange';
const STEPS_MS = { 1: 60_000, 60: 3_600_000 };
const settings = { markets: 20, latencyMs: 0, limit: 600, ...JSON.parse(process.argv[2] ?? '{}') };

/** With a clock that stands still, the runs of one bench want the same windows. */
const nowMs = () => settings.nowMs ?? Date.now();
const markets = generatedMarkets(settings.markets, nowMs());
const byId = new Map(markets.map((market) => [market.symbol, market]));
let limiter = new LimitEnforcer(settings.limit || Number.MAX_SAFE_INTEGER, 600_000);
let stats;
reset();

function reset() {
  limiter.reset();
  stats = {
    requests: 0,
    byEndpoint: {},
    rows: 0,
    breaches: 0,
    firstAtMs: null,
    firstPageAtMs: null,
    lastAtMs: null,
  };
}

const squeeze = (text) => gzipSync(text, { level: constants.Z_BEST_SPEED });

/** The rows of a window, newest first, compressed, by what was asked: the same for every market. */
const pages = new Map();
function rowsOf(query) {
  const stepMs = STEPS_MS[query.get('interval')];
  const [start, end] = [Number(query.get('start')), Number(query.get('end') ?? nowMs())];
  const limit = Math.min(1_000, Number(query.get('limit') ?? 200));
  const key = `${stepMs} ${start} ${end} ${limit}`;
  const known = pages.get(key);
  if (known) return known;
  const last = Math.floor(Math.min(end, nowMs()) / stepMs);
  // Both bounds: the newest rows of the window. A start alone reads forward, as ccxt asks.
  const isForward = query.has('start') && !query.has('end');
  const first = Math.ceil(start / stepMs);
  const [from, to] = isForward
    ? [first, Math.min(last, first + limit - 1)]
    : [Math.max(first, last - limit + 1), last];
  const rows = [];
  for (let i = to; i >= from; i -= 1) rows.push(klineRow(i * stepMs, stepMs));
  const page = { count: rows.length, plain: rows.join(','), gzip: squeeze(`${rows.join(',')}]}}`) };
  pages.set(key, page);
  return page;
}

const ENDPOINTS = {
  '/v5/market/time': () => {
    const now = nowMs();
    return envelope({ timeSecond: String(Math.floor(now / 1_000)), timeNano: `${now}000000` });
  },
  '/v5/market/instruments-info': (query) => {
    const category = query.get('category');
    if (category === 'spot') return envelope({ category, list: markets.map(spotInstrument) });
    const list = category === 'linear' && !query.get('status') ? markets.map(instrument) : [];
    return envelope({ category, list, nextPageCursor: '' });
  },
  '/v5/market/tickers': (query) => {
    const category = query.get('category');
    return envelope({ category, list: markets.map(category === 'spot' ? spotTicker : ticker) });
  },
  '/v5/market/kline': (query) => {
    const page = rowsOf(query);
    stats.rows += page.count;
    const head = `{"retCode":0,"retMsg":"OK","retExtInfo":{},"time":${nowMs()},"result":{"symbol":"${query.get('symbol')}","category":"${query.get('category')}","list":[`;
    // Two members of one gzip stream: the head is the market's, the rows are everyone's.
    return { gzip: [squeeze(head), page.gzip] };
  },
  // The volumes of a mark price, which has none, are not read.
  '/v5/market/mark-price-kline': (query) => ENDPOINTS['/v5/market/kline'](query),
  '/v5/market/funding/history': (query) => {
    const market = byId.get(query.get('symbol'));
    const limit = Math.min(200, Number(query.get('limit') ?? 200));
    const end = Math.min(nowMs(), Number(query.get('endTime') ?? nowMs()));
    const start = Number(query.get('startTime') ?? 0);
    const list = [];
    let atMs = Math.floor(end / market.intervalMs) * market.intervalMs;
    for (
      ;
      atMs >= Math.max(start, market.launchedAtMs) && list.length < limit;
      atMs -= market.intervalMs
    ) {
      const fundingRateText = (fundingRate(atMs) / 1e7).toFixed(8);
      list.push({
        symbol: market.symbol,
        fundingRate: fundingRateText,
        fundingRateTimestamp: String(atMs),
      });
    }
    stats.rows += list.length;
    return envelope({ category: 'linear', list });
  },
};

function envelope(result) {
  return {
    text: JSON.stringify({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: nowMs() }),
  };
}

function instrument(market) {
  return {
    symbol: market.symbol,
    contractType: 'LinearPerpetual',
    symbolType: '',
    status: 'Trading',
    baseCoin: market.baseCoin,
    quoteCoin: 'USDT',
    settleCoin: 'USDT',
    launchTime: String(market.launchedAtMs),
    deliveryTime: '0',
    priceScale: '2',
    leverageFilter: { minLeverage: '1', maxLeverage: '50.00', leverageStep: '0.01' },
    priceFilter: { minPrice: '0.01', maxPrice: '199999.98', tickSize: '0.01' },
    lotSizeFilter: {
      maxOrderQty: '1000',
      minOrderQty: '0.001',
      qtyStep: '0.001',
      minNotionalValue: '5',
    },
    fundingInterval: market.intervalMs / 60_000,
  };
}

function spotInstrument({ symbol, baseCoin }) {
  return {
    symbol,
    symbolType: '',
    baseCoin,
    quoteCoin: 'USDT',
    status: 'Trading',
    lotSizeFilter: { basePrecision: '0.001', minOrderQty: '0.001', minOrderAmt: '5' },
  };
}

function spotTicker({ symbol }) {
  return { symbol, lastPrice: '60000.10', bid1Price: '60000.00', ask1Price: '60000.20' };
}

function ticker(market) {
  const next = (Math.floor(nowMs() / market.intervalMs) + 1) * market.intervalMs;
  return {
    symbol: market.symbol,
    lastPrice: '60000.10',
    indexPrice: '60000.10',
    markPrice: '60000.10',
    bid1Price: '60000.00',
    bid1Size: '1',
    ask1Price: '60000.20',
    ask1Size: '1',
    turnover24h: market.turnover24h,
    volume24h: '1000',
    fundingRate: '0.0001',
    nextFundingTime: String(next),
    fundingIntervalHour: String(market.intervalMs / 3_600_000),
  };
}

function send(response, { text, gzip }, acceptsGzip) {
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  if (gzip === undefined) return response.end(text);
  if (!acceptsGzip) throw new Error('This exchange speaks gzip only, as every client here does');
  response.setHeader('Content-Encoding', 'gzip');
  response.setHeader('Content-Length', gzip[0].length + gzip[1].length);
  response.write(gzip[0]);
  response.end(gzip[1]);
}

function note(path) {
  const now = performance.timeOrigin + performance.now();
  stats.requests += 1;
  stats.byEndpoint[path] = (stats.byEndpoint[path] ?? 0) + 1;
  stats.firstAtMs ??= now;
  if (path.endsWith('kline') || path.endsWith('history')) stats.firstPageAtMs ??= now;
  stats.lastAtMs = now;
}

const server = createServer((request, response) => {
  response.setHeader('x-fullcarry-replay', LABEL);
  const url = new URL(request.url, 'http://bench');
  if (url.pathname === '/bench/stats') {
    response.end(JSON.stringify({ ...stats, peakPer5s: limiter.peak }));
    return;
  }
  if (url.pathname === '/bench/reset') {
    reset();
    response.end('{}');
    return;
  }
  note(url.pathname);
  if (limiter.admit(request.socket.remoteAddress, Date.now()) !== 'admitted') {
    stats.breaches += 1;
    response.statusCode = 403;
    response.end('access too frequent');
    return;
  }
  const endpoint = ENDPOINTS[url.pathname];
  if (!endpoint) {
    response.statusCode = 404;
    response.end('{}');
    return;
  }
  const acceptsGzip = /gzip/.test(request.headers['accept-encoding'] ?? '');
  const reply = () => send(response, endpoint(url.searchParams), acceptsGzip);
  if (settings.latencyMs > 0) setTimeout(reply, settings.latencyMs);
  else reply();
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${server.address().port}` });
});
process.once('disconnect', () => process.exit(0));
