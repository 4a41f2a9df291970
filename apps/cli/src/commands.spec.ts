import { openDatabase } from '@fullcarry/history/database/open-database';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EMPTY, fillDatabase, hour, MISSING, SOURCE } from './filled-database.fixture.js';
import { runCli } from './run-cli.fixture.js';

const LABEL = `REPLAY: recorded data moved to the present, not today's market (${SOURCE})`;

describe.each(DATABASES)('The command line on %s', (kind) => {
  let empty: EmptyDatabase;
  const run = (...args: string[]) => runCli([...args, '--database', empty.url]);

  beforeAll(async () => {
    empty = await emptyDatabase(kind);
    const database = await openDatabase(empty.url);
    await fillDatabase(database);
    await database.close();
  });
  afterAll(() => empty.remove());

  it('status: a line a series, what is proven and what is not, and where the rows come from', async () => {
    const { code, stdout } = await run('status');
    expect(code).toBe(0);
    const lines = stdout.split('\n').map((line) => line.replace(/ {2,}/g, '|'));
    expect(lines[0]).toBe(LABEL);
    expect(lines[2]).toBe(
      'exchange|market|series|state|first (UTC)|last (UTC)|expected|present|empty|missing|last sync',
    );
    const rows = lines.slice(4, 8).map((line) => line.split('|').slice(0, -1).join('|'));
    expect(rows).toEqual([
      'bybit|BTCUSDT|candles 1h|proven|2026-09-01 00:00|2026-09-02 23:00|48|48|0|0',
      'bybit|BTCUSDT|funding|proven|2026-09-01 00:00|2026-09-02 16:00|6|6|0|0',
      'bybit|ETHUSDT|candles 1h|incomplete|2026-09-01 00:00|2026-09-02 23:00|48|45|1|2',
      'bybit|ETHUSDT|funding|never fetched|–|–|–|0|–|–',
    ]);
    expect(stdout).toContain('bybit: 2 of 4 tracked series proven, 99 rows stored');
    expect(stdout).toContain('No dataset certificate');
  });

  it('status: of one market or one exchange, where that is asked for', async () => {
    const { stdout } = await run('status', '--symbol', 'ethusdt');
    expect(stdout).toContain('ETHUSDT');
    expect(stdout).not.toContain('BTCUSDT');
    expect((await run('status', '--exchange', 'bybit')).stdout).toContain('BTCUSDT');
    const { code, stderr } = await run('status', '--exchange', 'binance');
    expect(code).toBe(2);
    expect(stderr).toEqual(['The database holds no market of binance: stored are bybit']);
  });

  it('export: where the range has no row, says which rows there are', async () => {
    const wish = ['--symbol', 'BTCUSDT', '--kind', 'candles', '--from', '2030-01-01'];
    const { code, stderr } = await run('export', ...wish);
    expect(code).toBe(0);
    expect(stderr.slice(-2)).toEqual([
      '0 rows written',
      'Stored are rows from 2026-09-01 00:00 to 2026-09-02 23:00 UTC.',
    ]);
  });

  it('status --json: the same for programs, null where it is unknown', async () => {
    const { stdout } = await run('status', '--json');
    const { markets, exchanges } = JSON.parse(stdout);
    expect(exchanges).toEqual([{ exchange: 'bybit', datasetSha256: null, issuedAtMs: null }]);
    expect(markets[1]).toMatchObject({ nativeId: 'ETHUSDT', source: SOURCE, tracked: true });
    expect(markets[1].series).toMatchObject([
      { kind: 'candles', timeframe: '1h', state: 'incomplete', missing: 2, confirmedEmpty: 1 },
      { kind: 'funding', state: 'never fetched', expected: null, lastSyncAtMs: null },
    ]);
  });

  it('gaps: every hole with its evidence, or those that are asked for', async () => {
    const { code, stdout } = await run('gaps');
    expect(code).toBe(0);
    expect(stdout.replace(/ {2,}/g, '|')).toContain(
      'bybit|ETHUSDT|candles 1h|2026-09-01 10:00|2026-09-01 12:00|missing|2|1|2026-10-05 01:00|asked once',
    );
    expect(stdout).toContain('2 gaps, 1 of them missing');

    const json = JSON.parse((await run('gaps', '--status', 'confirmed-empty', '--json')).stdout);
    expect(json).toEqual([
      expect.objectContaining({
        ...EMPTY,
        symbol: 'ETH/USDT:USDT',
        series: { kind: 'candles', timeframe: '1h' },
        from: '2026-09-01T20:00:00.000Z',
      }),
    ]);
    expect((await run('gaps', '--symbol', 'BTCUSDT')).stdout).toBe('No gaps.\n');
  });

  it('export: settled funding with exact rates, and no interval where none is known', async () => {
    const wish = ['--symbol', 'btcusdt', '--kind', 'funding'];
    const { code, stdout, stderr } = await run('export', ...wish);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'settled_at_ms,settled_at,rate,interval_minutes,observed_at_ms',
      `${hour(0)},2026-09-01T00:00:00.000Z,0.0001,,${hour(0) + 7}`,
      `${hour(8)},2026-09-01T08:00:00.000Z,0.0001,480,${hour(8) + 7}`,
      `${hour(16)},2026-09-01T16:00:00.000Z,-0.00001,480,${hour(16) + 7}`,
    ]);
    expect(stderr).toEqual([LABEL, '6 rows written']);

    const json = JSON.parse((await run('export', ...wish, '--format', 'json')).stdout);
    expect(json).toHaveLength(6);
    expect(json[0]).toMatchObject({ rate: '0.0001', interval_minutes: null });
  });

  it('export: the half-open range, and a warning that names what of it is not proven', async () => {
    const range = ['--from', '2026-09-01T09:00', '--to', String(hour(13))];
    const wish = ['--symbol', 'ETH/USDT:USDT', '--kind', 'candles', ...range];
    const { code, stdout, stderr } = await run('export', ...wish);
    expect(code).toBe(0);
    expect(stdout).toBe(
      'open_at_ms,open_at,open,high,low,close,volume\n' +
        `${hour(9)},2026-09-01T09:00:00.000Z,10,12.5,9,11,0.001\n` +
        `${hour(12)},2026-09-01T12:00:00.000Z,10,12.5,9,11,0.001\n`,
    );
    expect(stderr.slice(1)).toEqual([
      'Warning: 1 stretch of the range not proven, rows may be missing:',
      `  2026-09-01 10:00 – 2026-09-01 12:00 UTC  missing: ${MISSING.evidence}`,
      '2 rows written',
    ]);
  });

  it('export: says what was never fetched, and what the exchange does not have either', async () => {
    const wish = ['--symbol', 'ETHUSDT', '--kind', 'candles', '--from', '2026-08-01'];
    const { stderr } = await run('export', ...wish, '--to', '2026-09-04');
    expect(stderr.slice(1)).toEqual([
      'The market was listed at 2026-09-01 00:00 UTC: there is nothing before.',
      'Warning: 2 stretches of the range not proven, rows may be missing:',
      `  2026-09-01 10:00 – 2026-09-01 12:00 UTC  missing: ${MISSING.evidence}`,
      '  2026-09-03 00:00 – 2026-09-04 00:00 UTC  later than the last sync',
      '1 row that the exchange does not have either:',
      '  2026-09-01 20:00 – 2026-09-01 21:00 UTC  confirmed empty',
      '45 rows written',
    ]);
  });

  it('export: a symbol that is not there is one line with the names that are near', async () => {
    const { code, stdout, stderr } = await run('export', '--symbol', 'BTUSDT', '--kind', 'candles');
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: ['No market is called BTUSDT: did you mean BTCUSDT, ETHUSDT?'],
    });
  });
});
