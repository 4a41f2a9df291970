import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import { proveStored } from '@fullcarry/history/proof/prove-stored';
import { savePage } from '@fullcarry/history/rows/save-page';
import { storedCandles, storedSettlements } from '@fullcarry/history/rows/series-rows';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillDataset, FROM_MS, HALT } from '../dataset/dataset.fixture.js';
import { runCli } from '../run-cli.fixture.js';
import { hourly } from './hourly.js';

const DAYS = 12;
const TO_MS = FROM_MS + DAYS * DAY_MS;
const ALWAYS = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

describe('an export for freqtrade', () => {
  let temp: TempFolder;
  let empty: EmptyDatabase;
  let database: Database;
  const folder = () => join(temp.path, 'bybit');
  const run = (...args: string[]) =>
    runCli([
      ...['export', '--for', 'freqtrade', '--out', folder()],
      ...['--database', empty.url, ...args],
    ]);
  const rowsOf = (path: string) =>
    tableFromIPC(readFileSync(join(folder(), path)))
      .toArray()
      .map((row) => ({ ...row.toJSON() }));
  const seriesOf = async (symbol: string, kind: string) =>
    (await new MarketStore(database).allSeries()).find(
      ({ key }) => key.symbol === symbol && key.kind === kind,
    )!;

  beforeAll(async () => {
    temp = tempFolder();
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    await fillDataset(database, { bases: ['BTC', 'ETH'], days: DAYS, timeframe: '1h' });
    const { code } = await run();
    expect(code).toBe(0);
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await empty.remove();
    temp.remove();
  });

  it('has its names', () => {
    expect(readdirSync(folder()).sort()).toEqual([
      'BTC_USDT-1h.feather',
      'ETH_USDT-1h.feather',
      'fullcarry.json',
      'futures',
    ]);
    expect(readdirSync(join(folder(), 'futures')).sort()).toEqual(
      ['BTC', 'ETH'].flatMap((base) =>
        ['funding_rate', 'futures', 'mark'].map((type) => `${base}_USDT_USDT-1h-${type}.feather`),
      ),
    );
  });

  it('has the stored candles, and none in hours that are proven to have none', async () => {
    const { id } = await seriesOf('BTC/USDT:USDT', 'candles');
    const stored = await storedCandles(database, id, ALWAYS);
    const rows = rowsOf('futures/BTC_USDT_USDT-1h-futures.feather');
    expect(rows).toEqual(stored.map(({ openAtMs, ...values }) => ({ date: openAtMs, ...values })));
    expect(rows.filter(({ date }) => date >= HALT.fromMs && date < HALT.toMs)).toEqual([]);
  });

  it('has a settled rate as the opening of its hour', async () => {
    const { id } = await seriesOf('ETH/USDT:USDT', 'funding');
    const stored = await storedSettlements(database, id, ALWAYS);
    expect(rowsOf('futures/ETH_USDT_USDT-1h-funding_rate.feather')).toEqual(
      stored.map(({ settledAtMs, rate }) => ({
        ...{ date: settledAtMs, open: Number(rate) },
        ...{ high: 0, low: 0, close: 0, volume: 0 },
      })),
    );
  });

  it('writes again only what changed: a row that was revised, a file that a hand touched', async () => {
    expect((await run()).stderr.at(-1)).toContain(', 0 of them written now');
    const series = await seriesOf('BTC/USDT:USDT', 'candles');
    const second = { fromMs: FROM_MS + HOUR_MS, toMs: FROM_MS + 2 * HOUR_MS };
    const [row] = await storedCandles(database, series.id, second);
    const revised = { ...row!, close: row!.close + 0.25 };
    await savePage(database, {
      seriesId: series.id,
      content: { kind: 'candles', rows: [revised] },
      ...{ coverage: [second], gapsWithin: second, gaps: [], readAtMs: TO_MS },
      foundBy: 'scrub',
    });
    const gaps = (await new CompletenessStore(database).gaps([series.id])).get(series.id) ?? [];
    const wanted = { fromMs: FROM_MS, toMs: TO_MS };
    const facts = { wanted, coverage: [wanted], gaps, runs: [], nowMs: Infinity };
    expect((await proveStored(database, series, facts, TO_MS))!.certificate.missing).toBe(0);
    appendFileSync(join(folder(), 'futures/ETH_USDT_USDT-1h-mark.feather'), 'x');
    expect((await run()).stderr.at(-1)).toContain(', 2 of them written now');
    const [, written] = rowsOf('futures/BTC_USDT_USDT-1h-futures.feather');
    expect(written!.close).toBe(revised.close);
  });

  it.each([
    [['--all'], '--all does not go with --for'],
    [['--unproven', 'include'], '--unproven include does not go with --for'],
  ])('is refused with %j', async (args, reason) => {
    const { code, stderr } = await run(...args);
    expect(code).not.toBe(0);
    expect(stderr.join('\n')).toContain(reason);
  });
});

describe('hours of shorter candles', () => {
  const candle = (minute: number, price: number) => ({
    ...{ openAtMs: FROM_MS + minute * 60_000, open: price, high: price + 2, low: price - 1 },
    ...{ close: price + 1, volume: 1.5 },
  });

  it('are made where all of them are there, and not where one lacks', () => {
    const whole = [0, 15, 30, 45].map((minute, i) => candle(minute, 100 + i));
    const lacking = [60, 75, 105].map((minute) => candle(minute, 200));
    expect(hourly([...whole, ...lacking], 15 * 60_000)).toEqual([
      { openAtMs: FROM_MS, open: 100, high: 105, low: 99, close: 104, volume: 6 },
    ]);
  });
});
