import { openDatabase } from '@fullcarry/history/database/open-database';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fillPremiumDatabase } from './filled-database.fixture.js';
import { runCli } from './run-cli.fixture.js';

describe.each(DATABASES)('A premium index in the command line on %s', (kind) => {
  let empty: EmptyDatabase;
  const run = (...args: string[]) => runCli([...args, '--database', empty.url]);

  beforeAll(async () => {
    empty = await emptyDatabase(kind);
    const database = await openDatabase(empty.url);
    await fillPremiumDatabase(database);
    await database.close();
  });
  afterAll(() => empty.remove());

  it('status: how many settled rates it makes, and which rate research takes then', async () => {
    const { stdout } = await run('status');
    expect(stdout.replace(/ {2,}/g, '|')).toContain(
      'bybit|BTCUSDT|premium-candles 1m|proven|2026-09-01 00:00|2026-09-02 23:59|2,880|2,880|0|0',
    );
    // Six were settled, of the first of them the interval is not known, and one was −0.00001.
    expect(stdout).toContain(
      'bybit BTCUSDT: 4 of 5 settlements rebuilt from the premium index to 1e-6; research takes the last settled rate\n',
    );
    const [market] = JSON.parse((await run('status', '--json')).stdout).markets;
    expect(market.rateMatch).toEqual({
      ...{ settlements: 6, compared: 5, matching: 4, share: 0.8 },
      ...{ interestRate: 0.0001, research: 'last-settled' },
    });
  });

  it('verify: is part of the data set of the timeframe that was chosen', async () => {
    const { code, stdout } = await run('verify');
    expect([code, stdout]).toEqual([0, expect.stringContaining('3 certificates recomputed')]);
    expect(stdout).toMatch(/bybit: the dataset certificate [0-9a-f]{64} agrees/);
  });

  it('export: by the minute, with what is below 0', async () => {
    const { code, stdout } = await run(
      'export',
      '--symbol',
      'BTCUSDT',
      '--kind',
      'premium-candles',
    );
    expect(code).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines.filter((line) => line.includes(',-0.0002,'))).toHaveLength(60);
  });
});
