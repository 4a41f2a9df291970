import { drawnMarket, hour, START_MS } from '@fullcarry/domain/backtest/backtest-cases.fixture';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { fillDrawnMarkets } from '@fullcarry/history/backtest/drawn-markets.fixture';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { tempFolder } from '@fullcarry/testing/temp-folder';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '../run-cli.fixture.js';

const DAYS = 30;
const markets = ['A', 'B', 'C'].map((name, i) => drawnMarket(name, DAYS * 24, i + 1));
const WINDOW = ['--from', '2026-01-01', '--to', '2026-01-31'];
const ASSUMED = ['--assume', 'flat-basis', '--assume', 'fine-lots'];
const hashes = new Set<string>();

describe.each(DATABASES)('fullcarry backtest (%s)', (kind) => {
  let empty: EmptyDatabase;
  const run = (...args: string[]) => runCli(['backtest', ...args, '--database', empty.url]);
  const execute = async (sql: string) => {
    const database = await openDatabase(empty.url);
    await database.execute(sql);
    await database.close();
  };

  beforeAll(async () => {
    empty = await emptyDatabase(kind);
    const database = await openDatabase(empty.url);
    const window = { fromMs: START_MS, toMs: hour(DAYS * 24) };
    await fillDrawnMarkets(database, { window, markets });
    await database.close();
  });
  afterAll(() => empty.remove());

  it('refuses what is not stored, and assumes it only when it is asked to', async () => {
    const { code, stderr } = await run('run', ...WINDOW);
    expect(code).toBe(1);
    expect(stderr.join(' ')).toContain('--assume flat-basis runs without one');
  });

  it('keeps a result under its hash, which is the same on every database', async () => {
    const { code, stdout } = await run('run', ...WINDOW, ...ASSUMED, '--preset', 'aggressive');
    expect(code).toBe(0);
    const [, hash = ''] = /Backtest ([0-9a-f]{64})/.exec(stdout) ?? [];
    hashes.add(hash);
    expect(hashes.size).toBe(1);
    const order = ['Break-even', 'Yearly yield', 'Worst trade', 'Best trade', 'Not modelled'];
    const places = order.map((term) => stdout.indexOf(term));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(stdout).toContain('flat-basis: no spot history was read');
    const verified = await run('verify', hash.slice(0, 8));
    expect(verified.stdout).toBe(`The same result, ${hash}\n`);
    expect(verified.code).toBe(0);
    const shown = await run('show', hash.slice(0, 8), '--json');
    const listed = await run('list', '--json');
    expect(listed.stdout).toContain(`"sha256": "${hash}"`);
    expect(listed.stdout).toContain('"staleBecause": null');
    expect(JSON.parse(shown.stdout)).toMatchObject({
      v: 1,
      setup: { assume: ['fine-lots', 'flat-basis'] },
    });
  });

  it('gives the trades of a result as a table, Parquet into a file', async () => {
    const [hash = ''] = hashes;
    const { stdout } = await run('trades', hash.slice(0, 8));
    const [head, first] = stdout.split('\n');
    expect(head).toMatch(/^backtest,exchange,symbol,state,opened_at_utc,.*,net_usdt,/);
    expect(first).toContain(`${hash},bybit,`);
    const folder = tempFolder();
    const out = join(folder.path, 'trades.parquet');
    expect((await run('trades', hash, '--format', 'parquet', '--out', out)).code).toBe(0);
    expect((await readFile(out)).subarray(0, 4).toString()).toBe('PAR1');
    folder.remove();
    expect((await run('trades', hash, '--format', 'parquet')).code).toBe(2);
  });

  it('finds no decision that looks ahead', async () => {
    const { code, stdout } = await run('guard', ...WINDOW, ...ASSUMED, '--instants', '2');
    expect(stdout).toContain(': 0 changed');
    expect(code).toBe(0);
  });

  it('walks forward: what is printed first is out of sample, and a purge too short is refused', async () => {
    const lengths = ['--train', '20', '--test', '4', '--grid', 'entryNetYield=0.02,0.5'];
    const asked = ['walk-forward', ...WINDOW, ...ASSUMED, ...lengths];
    const { code, stdout } = await run(...asked, '--set', 'holdingHours=48');
    expect(code).toBe(0);
    expect(stdout.indexOf('Out of sample')).toBe(0);
    expect(stdout).toContain('4 trials');
    const short = await run(...asked, '--set', 'holdingHours=48', '--purge', '1');
    expect(short.code).toBe(2);
    expect(short.stderr.join(' ')).toContain('The purge is at least as long');
  });

  it('says in one line what of the input is wrong', async () => {
    const wrong = await run('run', ...WINDOW, ...ASSUMED, '--set', 'entryNetYield=-3');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr.join(' ')).toContain('entryNetYield');
    const unknown = await run('show', 'ffff');
    expect(unknown.code).toBe(2);
  });

  it('is stale once a row was touched, and refuses to run again, naming the place', async () => {
    await execute(`DELETE FROM candle WHERE open_at_ms = ${hour(100)}`);
    const { code, stderr, stdout } = await run('run', ...WINDOW, ...ASSUMED, '--json');
    expect(code).toBe(1);
    const place = '2026-01-05T04:00:00.000Z to 2026-01-05T05:00:00.000Z';
    expect(stderr).toContain(`bybit:A/USDT:USDT:candles:1h is not proven in ${place}`);
    expect(JSON.parse(stdout)).toHaveProperty('refused');
    const listed = await run('list');
    expect(listed.stdout).toContain('STALE: ');
  });
});
