import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { saveReading } from '@fullcarry/history/instruments/save-reading';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { storedCandles } from '@fullcarry/history/rows/series-rows';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillDataset, FROM_MS } from '../dataset/dataset.fixture.js';
import { runCli } from '../run-cli.fixture.js';

const DAYS = 6;
const TO_MS = FROM_MS + DAYS * DAY_MS;
const RULES = { quantityStep: '0.001', minQuantity: '0.001', minNotionalUsdt: '5' };
const BARS = 'data/bar/BTCUSDT-LINEAR.BYBIT-1-HOUR-LAST-EXTERNAL';

describe('an export for NautilusTrader', () => {
  let temp: TempFolder;
  let empty: EmptyDatabase;
  let database: Database;
  const folder = () => join(temp.path, 'catalog');
  const run = () =>
    runCli(['export', '--for', 'nautilus', '--out', folder(), '--database', empty.url]);
  const bytesOf = (path: string) => {
    const file = readFileSync(join(folder(), path));
    return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  };
  const onlyOf = (path: string) => `${path}/${readdirSync(join(folder(), path))[0]!}`;

  beforeAll(async () => {
    temp = tempFolder();
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    await fillDataset(database, { bases: ['BTC', 'ETH'], days: DAYS, timeframe: '1h' });
    const listed = { symbol: 'BTC/USDT:USDT', nativeId: 'BTCUSDT', listedAtMs: undefined };
    await saveReading(database, {
      ...{ exchange: 'bybit', observedAtMs: TO_MS, tickers: [], unread: new Set<string>() },
      markets: [{ exchange: 'bybit', ...listed }],
      rules: new Map([[listed.symbol, { ...RULES, priceStep: '0.1', contractSize: '1' }]]),
    });
    const { code, stderr } = await run();
    expect(code).toBe(0);
    // Without a step of its prices it can't be an instrument there.
    expect(stderr.join('\n')).toMatch(/Left out: .*ETH\/USDT:USDT.*price step/);
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await empty.remove();
    temp.remove();
  });

  it('has a bar for each stored candle, stamped when it ends', async () => {
    const all = await new MarketStore(database).allSeries();
    const { id } = all.find(({ key }) => key.symbol === 'BTC/USDT:USDT' && key.kind === 'candles')!;
    const stored = await storedCandles(database, id, { fromMs: 0, toMs: TO_MS });
    const file = bytesOf(onlyOf(BARS));
    const rows = await parquetReadObjects({ file });
    expect(rows.map(({ ts_event }) => ts_event)).toEqual(
      stored.map(({ openAtMs }) => BigInt(openAtMs + HOUR_MS) * 1_000_000n),
    );
    const about = Object.fromEntries(
      parquetMetadata(file).key_value_metadata!.map(({ key, value }) => [key, value]),
    );
    expect(about).toMatchObject({ instrument_id: 'BTCUSDT-LINEAR.BYBIT' });
    expect(readdirSync(join(folder(), BARS))).toEqual([
      '2026-01-01T01-00-00-000000000Z_2026-01-07T00-00-00-000000000Z.parquet',
    ]);
  });

  it('writes nothing again while nothing changed', async () => {
    expect((await run()).stderr.at(-1)).toContain(', 0 of them written now');
  });

  const python = can('python3', ['-c', 'import nautilus_trader']) ? it : it.skip;
  python('is loaded and played by the program of docs/INTEROP.md, all of its rows', () => {
    const document = readFileSync(
      fileURLToPath(new URL('../../../../docs/INTEROP.md', import.meta.url)),
      'utf8',
    );
    const program = join(temp.path, 'play.py');
    writeFileSync(program, /```python\n([\s\S]*?)```/.exec(document)![1]!);
    const printed = execFileSync('python3', [program, folder()], { encoding: 'utf8' });
    // Two hours without trading; settled each 8 h for three days, each 4 h for three.
    expect(printed).toContain(`${DAYS * 24 - 2} of ${DAYS * 24 - 2} bars, 27 of 27 rates`);
  });
});

function can(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
