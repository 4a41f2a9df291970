import {
  backtestProgressSubject,
  BacktestProgressV1,
  isOver,
  type BacktestProgress,
} from '@fullcarry/contracts/facts/backtest-progress-v1';
import {
  BacktestRunRoute,
  BacktestRunStateRoute,
} from '@fullcarry/contracts/http/backtest/backtest-run-routes';
import {
  SweepRoute,
  SweepRunRoute,
  SweepsRoute,
} from '@fullcarry/contracts/http/backtest/sweep-routes';
import { BacktestDecisionsRoute } from '@fullcarry/contracts/http/backtest/backtest-route';
import { JOBS_STREAM } from '@fullcarry/contracts/transport/streams';
import { drawnMarket, hour, START_MS } from '@fullcarry/domain/backtest/backtest-cases.fixture';
import { BacktestStore } from '@fullcarry/history/backtest/backtest-store';
import { fillDrawnMarkets } from '@fullcarry/history/backtest/drawn-markets.fixture';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { startApp, type RunningApp } from '@fullcarry/testing/start-app';
import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { until } from '@fullcarry/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';

const DAYS = 60;
const WINDOW = { fromMs: START_MS, toMs: hour(DAYS * 24) };
const MARKETS = ['A', 'B', 'C'].map((name, i) => drawnMarket(name, DAYS * 24, i + 1));

const WISH = { window: WINDOW, preset: 'aggressive', assume: ['flat-basis', 'fine-lots'] };
const TOKEN = 'a token of sixteen or more'.replaceAll(' ', '-');

describe('two backtesters', () => {
  let nats: RunningNats;
  let empty: EmptyDatabase;
  let database: Database;
  let connection: NatsConnection;
  let url: string;
  const apps: RunningApp[] = [];
  const heard: BacktestProgress[] = [];

  const backtester = async () => {
    const environment = {
      ...{ DATABASE_URL: empty.url, NATS_URL: nats.url, METRICS_PORT: '0', BACKTEST_THREADS: '1' },
    };
    const app = startApp('backtester', { environment });
    apps.push(app);
    await app.prints('Backtests are taken');
    return app;
  };
  const gateway = async () => {
    const environment = {
      ...{ DATABASE_URL: empty.url, NATS_URL: nats.url, METRICS_PORT: '0', HTTP_PORT: '0' },
      DASHBOARD_TOKEN: TOKEN,
    };
    const app = startApp('gateway', { environment });
    apps.push(app);
    const line: unknown = JSON.parse(await app.prints('The gateway listens'));
    return (line as { url: string }).url;
  };
  /** Over HTTP, as the dashboard does. */
  const post = (path: string, body: object, token = TOKEN, room = '/api/backtests') =>
    fetch(`${url}${room}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  const ask = async (change: object = {}) => {
    const response = await post('', { ...WISH, ...change });
    expect(response.status).toBe(202);
    return BacktestRunRoute.reply.parse(await response.json());
  };
  /** The first fact about the run that is meant, of all that were published since the beginning. */
  const fact = (id: string, isMeant: (progress: BacktestProgress) => boolean) =>
    until(() => Promise.resolve(heard.find((one) => one.id === id && isMeant(one))));
  /** The process that published it. */
  const takerOf = ({ instance }: BacktestProgress) =>
    apps.find(({ process }) => instance.endsWith(`-${process.pid}`));
  /** What came of a question that is asked now. */
  const endOf = async (change: object) => {
    const { id } = await ask(change);
    return fact(id, ({ state }) => isOver(state));
  };
  const noneQueued = async () => {
    const manager = await jetstreamManager(connection);
    await until(async () => {
      const { state } = await manager.streams.info(JOBS_STREAM.name);
      return state.messages === 0 ? true : undefined;
    });
  };

  beforeAll(async () => {
    nats = await startNats();
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    await fillDrawnMarkets(database, { window: WINDOW, markets: MARKETS });
    connection = await connect({ servers: nats.url });
    connection.subscribe(backtestProgressSubject('*'), {
      callback: (_, message) => {
        heard.push(BacktestProgressV1.schema.parse(message.json()));
      },
    });
    [url] = await Promise.all([gateway(), backtester(), backtester()]);
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop('SIGKILL')));
    await connection.close();
    await database.close();
    await empty.remove();
    await nats.close();
  });

  it('finish what one of them had in hand when it was killed: one result, that of the command line', async () => {
    const first = await ask();
    const second = await ask();
    expect(second).toMatchObject({ id: first.id, isNew: false });
    const taker = takerOf(await fact(first.id, ({ state }) => state === 'running'));
    await taker?.stop('SIGKILL');
    const over = await fact(first.id, ({ state }) => isOver(state));
    expect(over).toMatchObject({ state: 'done', share: 1, attempt: 2, reason: null });
    const stored = await new BacktestStore(database).all();
    expect(stored.map(({ sha256 }) => sha256)).toEqual([over.sha256]);
    await noneQueued();
    const state = await fetch(`${url}/api/backtests/runs/${first.id}`);
    expect(BacktestRunStateRoute.reply.parse(await state.json())).toEqual({
      ...over,
      v: undefined,
    });
    const assumed = ['--assume', 'flat-basis', '--assume', 'fine-lots', '--preset', 'aggressive'];
    const days = ['--from', String(WINDOW.fromMs), '--to', String(WINDOW.toMs)];
    const args = ['backtest', 'run', ...days, ...assumed, '--database', empty.url];
    const cli = startApp('cli', { args });
    expect(await cli.ended()).toBe(0);
    expect(cli.lines.join('\n')).toContain(`Backtest ${over.sha256}`);
    expect(await new BacktestStore(database).all()).toHaveLength(1);
  }, 60_000);

  it('answer what is not proven with its places, once', async () => {
    const window = { fromMs: WINDOW.fromMs, toMs: hour((DAYS + 1) * 24) };
    const end = await endOf({ window });
    expect(end).toMatchObject({ state: 'refused', attempt: 1, sha256: null });
    expect(end.reason?.split('\n')[0]).toMatch(/^bybit:A\/USDT:USDT:candles:1h is not proven in/);
    await noneQueued();
  });

  it('give up what a person takes back, and do the next one', async () => {
    const { id } = await ask({ feeFactor: 2 });
    await fact(id, ({ state }) => state === 'running');
    const reply = await post(`/runs/${id}/cancel`, {});
    expect([reply.status, await reply.json()]).toEqual([200, { id, state: 'cancelled' }]);
    const over = await fact(id, ({ state }) => isOver(state));
    expect(over).toMatchObject({ state: 'cancelled', sha256: null });
    await noneQueued();
    const late = await post(`/runs/${id}/cancel`, {});
    expect([late.status, await late.json()]).toEqual([
      409,
      { error: 'The backtest is over: cancelled' },
    ]);
    expect(await endOf({ feeFactor: 3 })).toMatchObject({ state: 'done' });
    expect(await new BacktestStore(database).all()).toHaveLength(2);
  });

  it('play a result again for its decisions, up to the last, and not one of other rows', async () => {
    const [stored] = await new BacktestStore(database).all();
    const decisions = async (hash: string, fromMs: number, most = 3, token = TOKEN) =>
      post(`/${hash}/decisions`, { fromMs, most }, token);
    const reply = await decisions(stored!.sha256.slice(0, 12), hour(24 * 30));
    expect(reply.status).toBe(200);
    const { decisions: reported } = BacktestDecisionsRoute.reply.parse(await reply.json());
    expect(reported.map(({ atMs }) => atMs - hour(24 * 30))).toEqual(
      [10, 3_610, 7_210].map((s) => s * 1_000),
    );
    expect(reported[0]!.markets.map(({ symbol }) => symbol).sort()).toEqual(
      MARKETS.map(({ symbol }) => symbol),
    );
    const last = await decisions(stored!.sha256, hour(DAYS * 24));
    expect(await last.json()).toEqual({ decisions: [] });
    expect((await decisions(stored!.sha256, 0, 101)).status).toBe(400);
    expect((await decisions(stored!.sha256, 0, 1, 'another-token-of-16')).status).toBe(401);
    expect((await decisions('ffffffff', 0)).status).toBe(404);
    const document: unknown = JSON.parse(stored!.document);
    const stale = JSON.stringify({ ...(document as object), engine: 1 });
    const sha256 = createHash('sha256').update(stale).digest('hex');
    await new BacktestStore(database).save({ ...stored!, sha256, document: stale });
    const refused = await decisions(sha256, 0);
    expect([refused.status, await refused.json()]).toEqual([
      409,
      { error: expect.stringContaining('another engine made it') },
    ]);
    await database.execute(`DELETE FROM backtest WHERE sha256 = '${sha256}'`);
  });

  const SWEEP = {
    backtest: { ...WISH, settings: { holdingHours: 48 } },
    search: { grid: { entryNetYield: [0.02, 0.5], maxPaidBps: [5, 20] } },
    folds: { trainDays: 20, testDays: 10 },
  };
  const askSweep = async (change: object = {}) => {
    const reply = await post('', { ...SWEEP, ...change }, TOKEN, '/api/sweeps');
    expect(reply.status).toBe(202);
    return SweepRunRoute.reply.parse(await reply.json());
  };

  it('try many settings as one job, publish the best so far, and keep what came out once', async () => {
    const [first, second] = [await askSweep(), await askSweep()];
    expect(second).toMatchObject({ id: first.id, isNew: false });
    const over = await fact(first.id, ({ state }) => isOver(state));
    // Four settings on the whole window and on what each of three folds learns from, and the tests.
    expect(over).toMatchObject({ state: 'done', share: 1, reason: null });
    expect(over.sweep).toMatchObject({ kind: 'sweep', done: 4 + 3 * 5, of: 4 + 3 * 5 });
    const reply = await fetch(`${url}/api/sweeps/${over.sha256?.slice(0, 12)}`);
    const text = await reply.text();
    expect(createHash('sha256').update(text).digest('hex')).toBe(over.sha256);
    const { trials, candidates } = SweepRoute.reply.parse(JSON.parse(text));
    const nets = trials.map(({ metrics }) => metrics.netUsdt);
    const best = nets.indexOf(Math.max(...nets));
    expect(over.sweep?.best).toEqual({ chosen: candidates[best], netUsdt: nets[best] });
    const list = SweepsRoute.reply.parse(await (await fetch(`${url}/api/sweeps`)).json());
    expect(list.sweeps).toMatchObject([
      { sha256: over.sha256, tried: ['entryNetYield', 'maxPaidBps'], runs: 16, stale: null },
    ]);
    await noneQueued();
  }, 60_000);

  it('give a sweep up like a run, and refuse one that has no room or is too much', async () => {
    const many = { entryNetYield: Array.from({ length: 300 }, (_, i) => 0.02 + i / 1_000) };
    const { id } = await askSweep({ search: { grid: many } });
    await fact(id, ({ state, sweep }) => state === 'running' && (sweep?.done ?? 0) > 0);
    expect((await post(`/runs/${id}/cancel`, {})).status).toBe(200);
    const over = await fact(id, ({ state }) => isOver(state));
    expect(over).toMatchObject({ state: 'cancelled', sha256: null });
    await noneQueued();
    for (const [change, field, text] of [
      [{ folds: { trainDays: 90 } }, 'folds', 'too short'],
      [{ search: { grid: { entryYield: [1] } } }, 'search', 'is no setting'],
      [{ search: { grid: { ...many, maxPaidBps: [1, 2, 3, 4] } } }, 'search', '1200 settings'],
    ] as const) {
      const reply = await post('', { ...SWEEP, ...change }, TOKEN, '/api/sweeps');
      expect([reply.status, await reply.json()]).toMatchObject([
        400,
        { field, error: expect.stringContaining(text) },
      ]);
    }
    expect((await post('', SWEEP, 'another-token-of-16', '/api/sweeps')).status).toBe(401);
  });

  it('are asked only by who may, and refuse a market that is not stored', async () => {
    expect((await post('', WISH, 'another-token-of-16')).status).toBe(401);
    const wrong = await post('', { ...WISH, settings: { entryNetYield: -3 } });
    expect([wrong.status, await wrong.json()]).toMatchObject([
      400,
      { field: 'settings.entryNetYield' },
    ]);
    const unknown = await post('', { ...WISH, symbols: ['NONE'] });
    expect([unknown.status, await unknown.json()]).toEqual([
      409,
      { error: 'No market is called NONE' },
    ]);
  });

  it('end at once when they are told to, and hand what they have in hand to another', async () => {
    await backtester();
    const { id } = await ask({ feeFactor: 4 });
    const first = await fact(id, ({ state }) => state === 'running');
    const taker = takerOf(first);
    expect(await taker?.stop()).toBe(0);
    const again = await fact(id, ({ attempt }) => attempt === 2);
    expect(again.instance).not.toBe(first.instance);
    // It was given back: what is silent counts as lost after ten seconds only.
    expect(again.atMs - first.atMs).toBeLessThan(8_000);
    expect(await fact(id, ({ state }) => isOver(state))).toMatchObject({ state: 'done' });
    const left = apps.filter(({ process }) => process.exitCode === null && !process.killed);
    // The gateway, and the backtester that is left.
    expect(await Promise.all(left.map((app) => app.stop()))).toEqual([0, 0]);
  });
});
