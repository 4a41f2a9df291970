import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { Facts } from '@fullcarry/testing/facts';
import { command } from '@fullcarry/testing/command';
import { Replay } from '@fullcarry/testing/replay';
import { startApp, type RunningApp } from '@fullcarry/testing/start-app';
import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { runCli } from '../run-cli.fixture.js';

jest.setTimeout(120_000);

const NOW_MS = Date.parse('2026-08-01T12:30:00Z');
const CLOCK = ['--anchor', String(NOW_MS), '--now', String(NOW_MS), '--speed', '1'];

/** Two of the three markets are worth it then, at published fees. */
const EAGER = deskSettings.parse({
  entryNetYield: 0,
  minHoldingYield: -0.9,
  maxBreakEvenHours: 80_000,
  minTurnoverUsdt24h: 0,
});

const operations = readFileSync(new URL('../../../../docs/OPERATIONS.md', import.meta.url), 'utf8');

/** The commands to the desk that the runbook tells people to type. */
const documented = [...operations.matchAll(/^npm run fullcarry -- (desk .*)$/gm)].map(
  ([, typed]) => typed!,
);

describe('The runbook', () => {
  it('uses every command of the desk', () => {
    const names = documented.map((typed) => typed.split(' ')[1]);
    expect([...new Set(names)].sort()).toEqual([
      'correct',
      'pause',
      'settle',
      'start',
      'status',
      'stop',
    ]);
  });

  it.each(documented)('%s is understood as it is written', async (typed) => {
    const args = [...typed.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
    const { code, stderr } = await runCli([...args, '--nats', 'nats://127.0.0.1:1']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: [expect.stringMatching(/^No NATS lets us in at nats:\/\/127\.0\.0\.1:1 /)],
    });
  });
});

describe('fullcarry desk', () => {
  let nats: RunningNats;
  let replay: Replay;
  let database: EmptyDatabase;
  let facts: Facts;
  let desk: RunningApp | undefined;

  const startDesk = () =>
    startApp('orchestrator', {
      environment: {
        NATS_URL: nats.url,
        EXCHANGE_URL: replay.url,
        DATABASE_URL: database.url,
        HISTORICAL_ENABLED: 'false',
        SCAN_INTERVAL_SECONDS: '1',
        POLL_SECONDS: '5',
        METRICS_PORT: '0',
        LOG_FORMAT: 'json',
      },
    });
  const run = (...args: string[]) => runCli(['desk', ...args, '--nats', nats.url]);
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout);
  const cycle = (isIt: (cycle: DeskCycle) => boolean, since = 0) =>
    facts.next<DeskCycle>('desk.cycle', { since, isIt });

  beforeAll(async () => {
    nats = await startNats();
    database = await emptyDatabase('sqlite');
    replay = await Replay.start([...CLOCK, '--symbols', 'BTCUSDT,ETHUSDT,INJUSDT']);
    facts = await Facts.open(nats.url, ['desk.>']);
  });
  afterAll(async () => {
    await desk?.stop('SIGKILL');
    await facts.close();
    await replay.close();
    await nats.close();
    await database.remove();
  });

  it('says in one sentence that no desk is there, exit 1', async () => {
    const status = await run('status');
    expect(status).toMatchObject({ code: 1, stdout: '' });
    expect(status.stderr).toEqual(['No desk was ever heard on this bus: none is active']);
    const stop = await run('stop', '--yes');
    expect(stop).toMatchObject({ code: 1, stdout: '' });
    expect(stop.stderr).toEqual(['No desk is active on this bus: the order was not carried out']);
  });

  it('status: state, money to the cent, what needs a person, and why each position is held', async () => {
    desk = startDesk();
    await cycle(() => true);
    await command(nats.url, 'order.desk.configure', JSON.stringify({ v: 1, settings: EAGER }));
    await cycle(({ held }) => held === 2);
    const { code, stdout, stderr } = await run('status', '--exchange', 'bybit');
    expect({ code, stderr }).toEqual({ code: 0, stderr: [] });
    expect(stdout).toContain('REPLAY: recorded data moved to the present');
    expect(stdout).toMatch(/^State {8}running$/m);
    expect(stdout).toMatch(/^Equity {7}9,9\d\d\.\d\d USDT, started with 10,000\.00: prices /m);
    expect(stdout).toMatch(/^Exposure {5}3,9\d\d\.\d\d of at most 6,000\.00 USDT, 2 positions$/m);
    expect(stdout).toContain('Nothing needs a person.');
    expect(stdout).toMatch(/^ETHUSDT {2}held {2}Holding on is worth /m);
    expect(await json('status')).toMatchObject({
      v: 1,
      stale: false,
      status: { state: 'running', openPositions: 2, concerns: [] },
      cycle: { exchange: 'bybit' },
    });
  });

  it('refuses what is meant for a desk on another exchange, exit 2', async () => {
    const { code, stderr } = await run('stop', '--yes', '--exchange', 'okx');
    expect(code).toBe(2);
    expect(stderr).toEqual(['The desk on this bus trades bybit, not okx: nothing was done']);
    expect((await json('status')).status.state).toBe('running');
  });

  it('asks before it moves money; where nobody can be asked it does nothing, exit 2', async () => {
    const { code, stderr } = await run('stop');
    expect(code).toBe(2);
    expect(stderr[0]).toMatch(
      /^This closes 2 positions on bybit, 3,9\d\d\.\d\d USDT of notional, for about 7\.\d\d USDT of fees and slippage\. Add --yes: /,
    );
    const book = ['--reason', 'A test'];
    expect((await run('correct', '--amount', '-1', ...book)).stderr[0]).toMatch(/ Add --yes: /);
    expect((await run('settle', '--symbol', 'INJUSDT', ...book)).stderr[0]).toMatch(/ Add --yes/);
    expect((await json('status')).status).toMatchObject({ state: 'running', openPositions: 2 });
  });

  it('pause and start, without and with money', async () => {
    expect(await run('pause')).toMatchObject({ code: 0, stdout: 'The desk is paused now.\n' });
    const start = await run('start', '--yes');
    expect(start).toMatchObject({ code: 0, stdout: 'Started: the desk is running now.\n' });
  });

  it('settle: refused while the perpetual trades, with the reason, exit 1', async () => {
    const asked = ['--symbol', 'BTCUSDT', '--price', '12.5', '--reason', 'A test', '--yes'];
    const { code, stderr } = await run('settle', ...asked);
    expect(code).toBe(1);
    expect(stderr).toEqual([
      expect.stringMatching(/^The desk refuses: The exchange trades BTC\/USDT:USDT at /),
    ]);
  });

  it('correct: names what is unexplained, books exactly that, and lets the desk start again', async () => {
    await desk!.stop();
    const behind = await openDatabase(database.url);
    const cash = (await new DeskStore(behind, 'bybit').desk())?.cashUsdt ?? '';
    await behind.execute(`UPDATE desk SET cash_usdt = '${cash}00001'`);
    await behind.close();
    desk = startDesk();
    await desk.prints('It does not add up');
    const since = facts.heard.length;
    await facts.next('desk.status', { since });
    const { stdout } = await run('status');
    const unexplained = /^Unexplained {2}(0\.0+1) USDT$/m.exec(stdout)?.[1] ?? '';
    expect(unexplained).not.toBe('');
    expect(stdout).toMatch(/^ {2}books-broken: /m);

    expect((await run('start', '--yes')).stderr[0]).toMatch(/^The desk refuses: .* add up/);
    const guess = ['--amount', '-1', '--reason', 'A guess', '--yes'];
    expect((await run('correct', ...guess)).stderr).toEqual([
      `The desk refuses: ${unexplained} USDT are unexplained, not -1: nothing was booked`,
    ]);
    const right = ['--amount', unexplained, '--reason', 'Digits appended by hand', '--yes'];
    const corrected = await run('correct', ...right);
    expect(corrected.stdout).toContain(`corrections are ${unexplained} USDT, unexplained 0.`);
    expect((await run('start', '--yes')).code).toBe(0);
  });

  it('stop: closes everything and says what', async () => {
    const stopped = await json('stop', '--yes');
    expect(stopped).toMatchObject({ v: 1, state: 'emergency-stopped', failed: [] });
    expect(stopped.closed).toHaveLength(2);
    const { stdout } = await run('status');
    expect(stdout).toMatch(/^State {8}emergency-stopped: Ordered by a person$/m);
    expect(stdout).toMatch(/^Exposure {5}0\.00 /m);
  });
});
