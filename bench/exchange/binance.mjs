// Binance USD-M of GENERATED markets, with the files of its archive: each file's rows are made and compressed once and
// served under every market's name. Its limits and their weights are the replay exchange's.
// Never a source of data: its label is on every answer, and in every database that was filled from it.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { BINANCE_LIMITS } from '../../apps/replay-exchange/dist/binanceusdm/binance-limits.js';
import { Turnstile } from '../../apps/replay-exchange/dist/http/turnstile.js';
import { fundingRate, generatedMarkets, klineRow } from './generated-markets.mjs';
import { compressed, zipFile } from './zip-file.mjs';

const LABEL = 'GENERATED bench markets, not data of any exchange';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const STEPS_MS = { '1m': MINUTE_MS, '1h': 3_600_000 };
const FILE =
  /^\/data\/futures\/um\/(daily|monthly)\/klines\/(\w+)\/(1m|1h)\/.+-(\d{4}-\d\d(?:-\d\d)?)\.zip(\.CHECKSUM)?$/;

const settings = { markets: 20, latencyMs: 0, limit: 1, ...JSON.parse(process.argv[2] ?? '{}') };
/** Stands still, so that the runs of one bench want the same rows. */
const nowMs = settings.nowMs ?? Date.now();
const markets = generatedMarkets(settings.markets, nowMs);
const byId = new Map(markets.map((market) => [market.symbol, market]));
const turnstile = new Turnstile(settings.limit ? BINANCE_LIMITS : []);
let stats;
reset();

function reset() {
  turnstile.reset();
  const none = { firstAtMs: null, firstPageAtMs: null, lastAtMs: null };
  stats = { requests: 0, byEndpoint: {}, rows: 0, files: 0, breaches: 0, ...none };
}

/** Binance's row of twelve, of which the other exchange's has the first six and the turnover. */
function row(openAtMs, stepMs) {
  const [at, open, high, low, close, volume, turnover] = JSON.parse(klineRow(openAtMs, stepMs));
  const taker = ['0', '0', '0'];
  return [Number(at), open, high, low, close, volume, openAtMs + stepMs - 1, turnover, 1, ...taker];
}

function rowsBetween(fromMs, toMs, stepMs, most = Infinity) {
  const rows = [];
  for (
    let at = Math.ceil(fromMs / stepMs) * stepMs;
    at <= toMs && rows.length < most;
    at += stepMs
  ) {
    rows.push(row(at, stepMs));
  }
  return rows;
}

/** The rows of a file, compressed, by its date: the same for every market. */
const contents = new Map();
function contentOf(date, interval) {
  const key = `${interval} ${date}`;
  const known = contents.get(key);
  if (known) return known;
  const [year, month, day] = date.split('-').map(Number);
  const fromMs = Date.UTC(year, month - 1, day ?? 1);
  const toMs = day === undefined ? Date.UTC(year, month, 1) : fromMs + DAY_MS;
  if (toMs > nowMs) return undefined;
  const rows = rowsBetween(fromMs, toMs - 1, STEPS_MS[interval]);
  const csv = Buffer.from(`open_time,…\n${rows.map((one) => one.join(',')).join('\n')}\n`);
  const content = { ...compressed(csv), rows: rows.length };
  contents.set(key, content);
  return content;
}

/** A checksum is asked for just before its file. */
const made = new Map();
function fileOf(symbol, interval, date) {
  const key = `${symbol}-${interval}-${date}`;
  const known = made.get(key);
  made.delete(key);
  if (known) return known;
  const content = contentOf(date, interval);
  if (!content) return undefined;
  const bytes = zipFile(`${key}.csv`, content);
  const file = {
    bytes,
    rows: content.rows,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  made.set(key, file);
  return file;
}

const ENDPOINTS = {
  '/fapi/v1/time': () => ({ serverTime: nowMs }),
  '/fapi/v1/exchangeInfo': () => ({ serverTime: nowMs, symbols: markets.map(instrument) }),
  '/fapi/v1/premiumIndex': () => markets.map(premium),
  '/fapi/v2/ticker/price': () => markets.map(({ symbol }) => ({ symbol, price: '60000.10' })),
  '/fapi/v1/ticker/24hr': () =>
    markets.map(({ symbol, turnover24h }) => ({
      symbol,
      quoteVolume: turnover24h,
      volume: '1000',
    })),
  '/fapi/v1/fundingInfo': () =>
    markets.map(({ symbol, intervalMs }) => ({
      symbol,
      fundingIntervalHours: intervalMs / 3_600_000,
    })),
  '/fapi/v1/klines': (query) => {
    const stepMs = STEPS_MS[query.get('interval')];
    const toMs = Math.min(Number(query.get('endTime')), nowMs);
    const rows = rowsBetween(
      Number(query.get('startTime')),
      toMs,
      stepMs,
      Number(query.get('limit')),
    );
    stats.rows += rows.length;
    return rows;
  },
  '/fapi/v1/fundingRate': (query) => {
    const { symbol, intervalMs } = byId.get(query.get('symbol'));
    const toMs = Math.min(Number(query.get('endTime')), nowMs);
    const list = [];
    let at = Math.ceil(Number(query.get('startTime')) / intervalMs) * intervalMs;
    for (; at <= toMs && list.length < 1_000; at += intervalMs) {
      list.push({ symbol, fundingTime: at, fundingRate: (fundingRate(at) / 1e7).toFixed(8) });
    }
    stats.rows += list.length;
    return list;
  },
};

function instrument({ symbol, baseCoin, launchedAtMs }) {
  return {
    symbol,
    contractType: 'PERPETUAL',
    deliveryDate: 4_133_404_800_000,
    onboardDate: launchedAtMs,
    status: 'TRADING',
    baseAsset: baseCoin,
    quoteAsset: 'USDT',
    marginAsset: 'USDT',
    underlyingType: 'COIN',
    filters: [
      { filterType: 'PRICE_FILTER', tickSize: '0.01' },
      { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '1000', stepSize: '0.001' },
      { filterType: 'MARKET_LOT_SIZE', minQty: '0.001', maxQty: '1000', stepSize: '0.001' },
      { filterType: 'MIN_NOTIONAL', notional: '5' },
    ],
  };
}

function premium({ symbol, intervalMs }) {
  const nextFundingTime = (Math.floor(nowMs / intervalMs) + 1) * intervalMs;
  const prices = { markPrice: '60000.10', indexPrice: '60000.10', lastFundingRate: '0.0001' };
  return { symbol, ...prices, interestRate: '0.0001', nextFundingTime, time: nowMs };
}

function sendFile(response, [, , symbol, interval, date, checksum]) {
  const file = byId.has(symbol) ? fileOf(symbol, interval, date) : undefined;
  if (!file) return response.writeHead(404).end();
  if (checksum) {
    made.set(`${symbol}-${interval}-${date}`, file);
    return response.end(`${file.sha256}  ${symbol}-${interval}-${date}.zip\n`);
  }
  stats.files += 1;
  stats.rows += file.rows;
  response.end(file.bytes);
}

function note(path) {
  const now = performance.timeOrigin + performance.now();
  stats.requests += 1;
  const name = path.startsWith('/data/') ? '/data/' : path;
  stats.byEndpoint[name] = (stats.byEndpoint[name] ?? 0) + 1;
  stats.firstAtMs ??= now;
  if (/klines|fundingRate/.test(path)) stats.firstPageAtMs ??= now;
  stats.lastAtMs = now;
}

const server = createServer((request, response) => {
  response.setHeader('x-fullcarry-replay', LABEL);
  const url = new URL(request.url, 'http://bench');
  if (url.pathname === '/bench/stats') return response.end(JSON.stringify(stats));
  if (url.pathname === '/bench/reset') {
    reset();
    return response.end('{}');
  }
  note(url.pathname);
  const question = { path: url.pathname, query: Object.fromEntries(url.searchParams) };
  if (turnstile.admit(request.socket.remoteAddress, question, Date.now())) {
    stats.breaches += 1;
    return response.writeHead(429, { 'retry-after': '60' }).end('{"code":-1003,"msg":"Too many"}');
  }
  const file = FILE.exec(url.pathname);
  const endpoint = ENDPOINTS[url.pathname];
  const reply = () => {
    if (file) return sendFile(response, file);
    if (!endpoint) return response.writeHead(404).end('{}');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(endpoint(url.searchParams)));
  };
  if (settings.latencyMs > 0) setTimeout(reply, settings.latencyMs);
  else reply();
});
// What is compressed at first would be measured as the exchange's slowness.
for (const date of settings.dates ?? []) contentOf(date, '1m');
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${server.address().port}` });
});
process.once('disconnect', () => process.exit(0));
