import { openDatabase } from '@fullcarry/history/database/open-database';
import { tempFolder } from '@fullcarry/testing/temp-folder';
import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import { fillProvenDatabase } from '../filled-database.fixture.js';
import { runCli } from '../run-cli.fixture.js';

it('copy says what it copied and verified, and refuses a copy onto itself', async () => {
  const temp = tempFolder();
  const from = `file:${join(temp.path, 'from.db')}`;
  const to = `file:${join(temp.path, 'to.db')}`;
  const database = await openDatabase(from);
  await fillProvenDatabase(database);
  await database.close();
  const { code, stdout, stderr } = await runCli(['copy', '--from', from, '--to', to]);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `Copied 48 candles and 6 funding rates to ${to}; 2 certificates verified\n`,
  });
  expect(stderr.at(-1)).toMatch(/^Copied 54 of 54 rows/);
  expect((await runCli(['verify', '--database', to])).code).toBe(0);
  const same = await runCli(['copy', '--from', from, '--to', from]);
  expect(same).toMatchObject({ code: 2, stderr: [expect.stringContaining('same database')] });
  temp.remove();
});
