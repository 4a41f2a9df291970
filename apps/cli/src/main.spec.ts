import { openDatabase } from '@fullcarry/history/database/open-database';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillProvenDatabase } from './filled-database.fixture.js';
import { runCli } from './run-cli.fixture.js';

const main = fileURLToPath(new URL('../bundle/main.js', import.meta.url));

describe('The command line', () => {
  let temp: TempFolder;
  const run = (...args: string[]) => runCli(args, { folder: temp.path });
  const exported = ['export', '--symbol', 'BTCUSDT', '--kind', 'candles'];

  beforeAll(async () => {
    temp = tempFolder();
    mkdirSync(join(temp.path, 'data'));
    const database = await openDatabase(`file:${join(temp.path, 'data/replay.db')}`);
    await fillProvenDatabase(database);
    await database.close();
  });
  afterAll(() => temp.remove());

  it.each([
    [['statsu'], "unknown command 'statsu' (Did you mean status?)"],
    [['status', '--jsn'], "unknown option '--jsn' (Did you mean --json?)"],
    [['status', 'more'], 'too many arguments'],
    [['export', '--simbol', 'BTCUSDT'], "unknown option '--simbol' (Did you mean --symbol?)"],
    [[...exported, '--out', 'none/b.csv'], 'none/b.csv can’t be written: there is no folder none'],
    [['export', '--kind', 'candles'], "required option '--symbol <name>' not specified"],
    [[...exported, '--from', 'yesterday'], 'Allowed is an ISO date'],
    [[...exported, '--from', '2026-09-02', '--to', '2026-09-01'], '--from must be earlier'],
    [[...exported, '--timeframe', '1m'], 'There are no 1m candles of BTCUSDT: stored is 1h'],
    [[...exported, '--exchange', 'okx'], 'The database holds no market of okx'],
    [['gaps', '--status', 'gone'], 'Allowed choices are missing, confirmed-empty'],
    [['status', '--database', 'replay.db'], 'Allowed is file:<path> or postgresql://…'],
    [['status', '--database', 'file:none.db'], 'There is no database at'],
    [['desk', 'stpo'], "unknown command 'stpo' (Did you mean stop?)"],
    [['desk', 'status', '--jsn'], "unknown option '--jsn' (Did you mean --json?)"],
    [
      ['desk', 'stop', '--nats', 'http://a'],
      "option '--nats <url>' argument 'http://a' is invalid",
    ],
    [['desk', 'correct', '--reason', 'x'], "required option '--amount <usdt>' not specified"],
    [['desk', 'correct', '--amount', '1e3'], "option '--amount <usdt>' argument '1e3' is invalid"],
    [['desk', 'settle', '--symbol', 'X', '--price', '0'], 'Allowed is a price in USDT above 0'],
    [['desk', 'settle', '--symbol', 'X'], "required option '--reason <text>' not specified"],
    [['up', '--replay-port', '0'], 'Allowed is a whole number from 1 to 65535'],
  ])('refuses %j in one line, exit 2', async (args, reason) => {
    const { code, stdout, stderr } = await run(...args);
    const lines = stderr.filter((line) => !line.startsWith('Database: '));
    expect({ code, stdout, lines }).toEqual({
      code: 2,
      stdout: '',
      lines: [expect.stringContaining(reason)],
    });
  });

  it('says in one sentence that a file is no database, exit 1', async () => {
    writeFileSync(join(temp.path, 'letter.txt'), 'Dear Sir or Madam, '.repeat(100));
    const { code, stderr } = await run('status', '--database', 'file:letter.txt');
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringContaining('The file is not an SQLite database')]);
  });

  it('takes what npm start wrote where no database is named, and says so', async () => {
    const { code, stderr } = await run('status');
    expect(code).toBe(0);
    expect(stderr).toEqual(['Database: data/replay.db, the one written last here']);
  });

  it('writes a file that has its name only when it is complete', async () => {
    const { code, stderr } = await run(...exported, '--out', 'btc.csv');
    expect(code).toBe(0);
    expect(stderr.at(-1)).toBe('48 rows written to btc.csv');
    expect(readFileSync(join(temp.path, 'btc.csv'), 'utf8').split('\n')).toHaveLength(50);
    expect(readdirSync(temp.path).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('ends quietly when the reader has seen enough', () => {
    const url = `file:${join(temp.path, 'data/replay.db')}`;
    const command = `"${process.execPath}" "${main}" status --json --database "${url}" 2>&1 | head -n 1`;
    expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).toBe('{\n');
  });

  it('explains every command with examples', async () => {
    const orders = ['status', 'start', 'pause', 'stop', 'settle', 'correct'];
    const commands = ['up', 'status', 'verify', 'export', 'gaps', 'instruments', 'desk'].map(
      (name) => [name],
    );
    for (const command of [...commands, ...orders.map((name) => ['desk', name])]) {
      const { code, stdout } = await run(...command, '--help');
      expect(code).toBe(0);
      expect(stdout).toContain('Examples:');
    }
  });
});
