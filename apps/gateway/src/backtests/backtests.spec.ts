import { BacktestRoute } from '@fullcarry/contracts/http/backtest/backtest-route';
import { BacktestsRoute } from '@fullcarry/contracts/http/backtest/backtests-route';
import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { httpError } from '@fullcarry/contracts/http/http-error';
import { drawnMarket, hour, START_MS } from '@fullcarry/domain/backtest/backtest-cases.fixture';
import { USUAL_EXECUTION } from '@fullcarry/domain/backtest/execution-model';
import {
  backtestDocument,
  documentText,
} from '@fullcarry/domain/backtest/result/backtest-document';
import { runBacktest } from '@fullcarry/domain/backtest/run-backtest';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { BacktestStore } from '@fullcarry/history/backtest/backtest-store';
import { fillDrawnMarkets } from '@fullcarry/history/backtest/drawn-markets.fixture';
import { readHistories } from '@fullcarry/history/backtest/read-histories';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { until } from '@fullcarry/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parquetReadObjects } from 'hyparquet';
import { createHash } from 'node:crypto';
import { openStage, type Stage } from '../gateway-stage.fixture.js';

const DAYS = 30;
const WINDOW = { fromMs: START_MS, toMs: hour(DAYS * 24) };
const MARKETS = ['A', 'B'].map((name, i) => drawnMarket(name, DAYS * 24, i + 1));

/** Runs and keeps it as the command line does; returns its hash and text. */
async function keep(database: Database, entryNetYield: number, createdAtMs: number) {
  const symbols = MARKETS.map(({ symbol }) => symbol);
  const assume = ['flat-basis', 'fine-lots'] as const;
  const read = await readHistories(database, {
    ...{ exchange: 'bybit', symbols, timeframe: '1h', window: WINDOW, assume },
  });
  const input = {
    ...{ venue: 'bybit', window: WINDOW, stepMs: HOUR_MS, startingEquityUsdt: '10000' },
    settings: deskSettings.parse({ entryNetYield, minHoldingYield: 0 }),
    ...{ execution: { ...USUAL_EXECUTION, cycleMs: HOUR_MS }, markets: read.markets },
  };
  const { dataset, assumed } = read;
  const run = await runBacktest(input);
  const document = documentText(backtestDocument(input, run, { dataset, assumed, assume }));
  const sha256 = createHash('sha256').update(document).digest('hex');
  await new BacktestStore(database).save({
    ...{ sha256, createdAtMs, venue: 'bybit', ...WINDOW, document },
  });
  return { sha256, document };
}

describe.each(DATABASES)('The results of backtests over HTTP (%s)', (kind) => {
  let empty: EmptyDatabase;
  let stage: Stage;
  let database: Database;
  let url: string;
  let older: Awaited<ReturnType<typeof keep>>;
  let newer: Awaited<ReturnType<typeof keep>>;
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, { headers });
  const list = async (query = '') =>
    BacktestsRoute.reply.parse(await (await get(`/api/backtests${query}`)).json());

  beforeAll(async () => {
    empty = await emptyDatabase(kind);
    stage = await openStage();
    database = await openDatabase(empty.url);
    await fillDrawnMarkets(database, { window: WINDOW, markets: MARKETS });
    older = await keep(database, 0.02, 1_000);
    newer = await keep(database, 0.03, 2_000);
    ({ url } = await stage.gateway({ DATABASE_URL: empty.url }));
    await until(async () => ((await get('/api/backtests')).ok ? true : undefined));
  });
  afterAll(async () => {
    await stage.close();
    await database.close();
    await empty.remove();
  });

  it('are listed, the newest first, each with what it was asked and what came of it', async () => {
    const { total, backtests } = await list();
    expect(total).toBe(2);
    expect(backtests.map(({ sha256 }) => sha256)).toEqual([newer.sha256, older.sha256]);
    expect(backtests[0]).toMatchObject({
      ...{ createdAtMs: 2_000, venue: 'bybit', source: 'live', timeframe: '1h', window: WINDOW },
      symbols: ['A/USDT:USDT', 'B/USDT:USDT'],
      preset: 'balanced',
      changed: [{ name: 'entryNetYield', value: 0.03, usual: 0.05 }],
      assumed: ['fine-lots', 'flat-basis', 'settled-rate-stands-in'],
      stale: null,
    });
    const { metrics } = BacktestRoute.reply.parse(JSON.parse(newer.document));
    expect(backtests[0]!.metrics).toEqual(metrics);
    expect(metrics.trades).toBeGreaterThan(0);
  });

  it('come page by page, and by the beginning of a hash', async () => {
    expect((await list('?limit=1&offset=1')).backtests[0]!.sha256).toBe(older.sha256);
    const found = await list(`?hash=${newer.sha256.slice(0, 12).toUpperCase()}`);
    expect([found.total, found.backtests[0]!.sha256]).toEqual([1, newer.sha256]);
    expect(await list('?hash=0123456789abcdef')).toEqual({ total: 0, backtests: [] });
  });

  it.each([12, 64])(
    'are answered whole, byte for byte, by %i digits of the hash',
    async (digits) => {
      const response = await get(`/api/backtests/${newer.sha256.slice(0, digits)}`);
      expect(response.headers.get('content-type')).toMatch('application/json');
      expect(response.headers.get('content-disposition')).toBe(
        `inline; filename="backtest-${newer.sha256.slice(0, 12)}.json"`,
      );
      const text = await response.text();
      expect(createHash('sha256').update(text).digest('hex')).toBe(newer.sha256);
    },
  );

  it('have each trade with its fills and settlements, which come to its net and to all of it', async () => {
    const text = await (await get(`/api/backtests/${newer.sha256}`)).text();
    const { trades, daily, attribution } = BacktestRoute.reply.parse(JSON.parse(text));
    expect(daily).toHaveLength(DAYS);
    expect(trades[0]!.fills.length).toBeGreaterThanOrEqual(2);
    const paid = trades[0]!.settlements.map(({ amountUsdt }) => Number(amountUsdt));
    const sum = paid.reduce((all, one) => all + one, 0);
    expect(sum).toBeCloseTo(Number(trades[0]!.fundingUsdt), 9);
    const net = trades.reduce((all, { netUsdt }) => all + Number(netUsdt), 0);
    expect(net).toBeCloseTo(Number(attribution.netUsdt), 9);
  });

  it('are had again only when they changed, which they never do', async () => {
    const path = `/api/backtests/${newer.sha256}`;
    const etag = (await get(path)).headers.get('etag')!;
    const again = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
    expect((await get(path, again)).status).toBe(304);
  });

  it('have their trades as a file for a spreadsheet, named by hash and days', async () => {
    const response = await get(`/api/backtests/${newer.sha256.slice(0, 8)}/trades.csv`);
    expect(response.headers.get('content-type')).toMatch('text/csv');
    expect(response.headers.get('content-disposition')).toContain(
      `backtest-${newer.sha256.slice(0, 12)}-trades-bybit-2026-01-01-to-2026-01-30.csv`,
    );
    const [head, ...lines] = (await response.text()).trim().split('\n');
    expect(head).toMatch(/^backtest,exchange,symbol,state,opened_at_utc,/);
    const { trades } = BacktestRoute.reply.parse(JSON.parse(newer.document));
    expect(lines).toHaveLength(trades.length);
    expect(lines[0]).toContain(`${newer.sha256},bybit,${trades[0]!.symbol},`);
    expect(lines[0]).toContain(`,${trades[0]!.netUsdt},`);
  });

  it('have them as Parquet too, with the same figures', async () => {
    const response = await get(`/api/backtests/${newer.sha256.slice(0, 8)}/trades.parquet`);
    expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet');
    expect(response.headers.get('content-disposition')).toContain('-trades-bybit-2026-01-01-to-');
    const file = await response.arrayBuffer();
    const rows = await parquetReadObjects({ file });
    const { trades } = BacktestRoute.reply.parse(JSON.parse(newer.document));
    expect(rows).toHaveLength(trades.length);
    expect(rows[0]).toMatchObject({
      ...{ backtest: newer.sha256, symbol: trades[0]!.symbol, exchange: 'bybit' },
      opened_at_utc: new Date(trades[0]!.openedAtMs),
      ...{
        net_usdt: Number(trades[0]!.netUsdt),
        settlements_booked: trades[0]!.settlements.length,
      },
    });
    const net = rows.reduce((all, one) => all + Number(one.net_usdt), 0);
    const { attribution } = BacktestRoute.reply.parse(JSON.parse(newer.document));
    expect(net).toBeCloseTo(Number(attribution.netUsdt), 6);
  });

  it.each([
    ['/api/backtests/ffffffff0000', 404, undefined],
    ['/api/backtests/ffffffff0000/trades.csv', 404, undefined],
    ['/api/backtests/ffffffff0000/trades.parquet', 404, undefined],
    ['/api/backtests/abc', 400, 'hash'],
    ['/api/backtests/not-a-hash', 400, 'hash'],
    ['/api/backtests?limit=101', 400, 'limit'],
    ['/api/backtests?hash=xyz', 400, 'hash'],
    ['/api/backtests?state=done', 400, 'state'],
  ])('%s is answered with %i', async (path, status, field) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(httpError.parse(await response.json()).field).toBe(field);
  });

  it('can’t be asked for while no backtester runs, and not wrongly', async () => {
    const ask = (body: object) =>
      fetch(`${url}/api/backtests`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const nobody = await ask({ window: WINDOW });
    expect(nobody.status).toBe(503);
    expect(httpError.parse(await nobody.json()).error).toMatch('No backtester is running');
    const odd = await ask({ window: { fromMs: 1, toMs: 2 } });
    expect(odd.status).toBe(400);
    expect(httpError.parse(await odd.json()).field).toBe('window');
    const state = await get(`/api/backtests/runs/${newer.sha256}`);
    expect(state.status).toBe(404);
  });

  it('are nothing that can be changed over HTTP', async () => {
    for (const method of ['POST', 'DELETE']) {
      const path = `${url}/api/backtests/${newer.sha256}`;
      expect((await fetch(path, { method })).status).toBe(404);
    }
  });

  it('are stale once a row was revised, and say of which series', async () => {
    await database.execute(`DELETE FROM candle WHERE open_at_ms = ${hour(100)}`);
    // Rows that were proven a moment ago are not proven anew for the next who asks.
    const { url: fresh } = await stage.gateway({ DATABASE_URL: empty.url });
    const stale = await until(async () => {
      const response = await fetch(`${fresh}/api/backtests?limit=1`);
      if (!response.ok) return undefined;
      return BacktestsRoute.reply.parse(await response.json()).backtests[0]!.stale;
    });
    expect(stale?.series).toContain('bybit:A/USDT:USDT:candles:1h');
    expect(stale?.text).toContain('2026-01-05T04:00:00.000Z to 2026-01-05T05:00:00.000Z');
  });
});
