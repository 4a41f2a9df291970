import { datasetSha256 } from '@fullcarry/domain/completeness/proof/certificate';
import { REQUIRED_KINDS, seriesName } from '@fullcarry/domain/series';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { DATABASES, emptyDatabase, type DatabaseKind } from '@fullcarry/testing/each-database';
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { CertificateStore } from '../proof/certificate-store.js';
import { sha256 } from '../proof/certify-series.js';
import { CompletenessStore } from '../proof/completeness-store.js';
import { COPIED_TABLES } from './copied-tables.js';
import { copyHistory, type CopyProgress } from './copy-history.js';
import type { Database } from '../database/database.js';
import { DeskLedgerStore } from '../desk/desk-ledger-store.js';
import { bought, INTENT, payment } from '../desk/desk-rows.fixture.js';
import { DeskStore } from '../desk/desk-store.js';
import { MarketStore } from '../markets/market-store.js';
import { openDatabase } from '../database/open-database.js';
import { PositionLedgerStore } from '../desk/position-ledger-store.js';
import { proveStored } from '../proof/prove-stored.js';
import { savePage } from '../rows/save-page.js';

const HOURS = 12_000;
const WINDOW = { fromMs: 0, toMs: HOURS * HOUR_MS };
const GAP = {
  fromMs: 5 * HOUR_MS,
  toMs: 6 * HOUR_MS,
  status: 'confirmed-empty',
  rowsExpected: 1,
  observations: 2,
  firstObservedAtMs: 1,
  lastObservedAtMs: 2,
  nextTryAtMs: 3,
  evidence: 'seen empty twice',
} as const;

const opened: (() => Promise<void>)[] = [];

async function emptyOf(kind: DatabaseKind): Promise<Database> {
  const empty = await emptyDatabase(kind);
  opened.push(() => empty.remove());
  const database = await openDatabase(empty.url);
  opened.push(() => database.close());
  return database;
}

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

describe.each([
  ['sqlite', 'postgresql'],
  ['postgresql', 'sqlite'],
] as const)('a history copied from %s to %s', (from, to) => {
  it('is the same history, also when the copy was interrupted', async () => {
    const source = await emptyOf(from);
    const digest = await fill(source, 'BTC');
    const target = await emptyOf(to);
    const cut = new Error('The cable was pulled');
    const interrupted = copyHistory(source, target, ({ rowsDone }) => {
      if (rowsDone > 5_000) throw cut;
    });
    await expect(interrupted).rejects.toThrow(cut);
    // What it has so far claims to hold nothing.
    expect((await new CompletenessStore(target).coverage([1])).get(1)).toEqual([]);

    const reported: CopyProgress[] = [];
    const copied = await copyHistory(source, target, (step) => reported.push(step));
    expect(reported[0]!.rowsDone).toBeGreaterThanOrEqual(5_000);
    expect(reported.at(-1)).toEqual({ rowsDone: 2 * HOURS - 1, rowsTotal: 2 * HOURS - 1 });
    expect(copied.certificatesVerified).toBe(2);
    expect((await new CertificateStore(target).dataset('bybit'))?.sha256).toBe(digest);
    const all = await new MarketStore(target).allSeries();
    expect(all).toEqual(await new MarketStore(source).allSeries());
    const ids = all.map(({ id }) => id);
    const [there, here] = [new CompletenessStore(target), new CompletenessStore(source)];
    expect(await there.gaps(ids)).toEqual(await here.gaps(ids));
    expect(await there.coverage(ids)).toEqual(await here.coverage(ids));
    expect((await there.revisions(ids)).get(ids[0]!)).toBe(1);

    // The copy goes on where the source stopped: new rows get numbers of their own.
    await track(target, ['BTC', 'ETH']);
    expect(await new MarketStore(target).tracked('bybit')).toHaveLength(2);
  });
});

describe.each(DATABASES)('a copy of a history that goes on (%s)', (kind) => {
  it('is what the history was when it began, also when a page is saved between rows and coverage', async () => {
    const source = await emptyOf(kind);
    const digest = await fill(source, 'BTC');
    const [candles] = await new MarketStore(source).trackedSeries('bybit', '1h');
    const before = await new CompletenessStore(source).coverage([candles!.id]);
    const tail = { fromMs: WINDOW.toMs, toMs: WINDOW.toMs + HOUR_MS };
    let isSaved = false;
    const saveTail = async () => {
      isSaved = true;
      const row = { openAtMs: tail.fromMs, open: 10, high: 12, low: 9, close: 11, volume: 1 };
      await savePage(source, {
        seriesId: candles!.id,
        content: { kind: 'candles', rows: [row] },
        coverage: [tail],
        gapsWithin: tail,
        gaps: [],
        readAtMs: 1,
        foundBy: 'tail',
      });
    };
    const moving: Database = {
      ...source,
      snapshot: (work) =>
        source.snapshot((statements) =>
          work({
            ...statements,
            json: async (schema, sql, ...parameters) => {
              // Everything was counted and the rows were read by then.
              if (/ coverage .*ORDER BY/s.test(sql) && !isSaved) await saveTail();
              return statements.json(schema, sql, ...parameters);
            },
          }),
        ),
    };
    const target = await emptyOf(kind);
    const copied = await copyHistory(moving, target, () => undefined);
    expect(isSaved).toBe(true);
    expect(copied.certificatesVerified).toBe(2);
    expect(copied.rows.get('candle')).toBe(HOURS - 1);
    const there = new CompletenessStore(target);
    expect((await there.coverage([candles!.id])).get(candles!.id)).toEqual([WINDOW]);
    expect(await there.coverage([candles!.id])).toEqual(before);
    expect((await new CertificateStore(target).dataset('bybit'))?.sha256).toBe(digest);
    const after = await new CompletenessStore(source).coverage([candles!.id]);
    expect(after.get(candles!.id)).toEqual([{ ...WINDOW, toMs: tail.toMs }]);
  });

  it('has every table that the database has', async () => {
    const database = await emptyOf(kind);
    const sql = {
      sqlite: `SELECT json_group_array(name) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
      postgresql: `SELECT CAST(json_agg(relname) AS text) FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
    }[kind];
    const tables = await database.json(z.array(z.string()), sql);
    // What was noted and not counted yet is copied by itself: the target notes the copied rows too.
    const copied: string[] = [...Object.values(COPIED_TABLES).flat(), 'piece_change'];
    const missing = tables.filter(
      (table) => !table.startsWith('_prisma') && !copied.includes(table),
    );
    expect(missing).toEqual([]);
    expect(copied.filter((table) => !tables.includes(table))).toEqual([]);
  });
});

describe.each([
  ['sqlite', 'postgresql'],
  ['postgresql', 'sqlite'],
] as const)('a desk copied from %s to %s', (from, to) => {
  it('has the same money to the last digit, and goes on', async () => {
    const source = await emptyOf(from);
    await fill(source, 'BTC');
    const lease = (epoch: number) => ({ exchange: 'bybit', epoch, instance: `desk-${epoch}` });
    const first = { source: 'live', startingEquityUsdt: '10000' };
    const desk = new DeskLedgerStore(source, lease(1));
    await desk.takeOver(first);
    await desk.saveSettings('{"entryNetYield":0.1}', 3, 'a person');
    const positions = new PositionLedgerStore(source, lease(1));
    const id = await positions.saveIntent(INTENT);
    await positions.saveFills([bought(id)], 'filled', 0.5);
    await positions.saveFunding(
      id,
      'short',
      [payment(1_790_000_010_000, '0.001')],
      1_790_000_010_000,
    );
    const target = await emptyOf(to);
    await copyHistory(source, target, () => undefined);

    const [there, here] = [new DeskStore(target, 'bybit'), new DeskStore(source, 'bybit')];
    expect(await there.desk()).toEqual(await here.desk());
    expect((await there.desk())?.cashUsdt).toBe('9989.9909999999998999');
    expect(await there.settings()).toEqual(await here.settings());
    expect(await there.allPositions()).toEqual(await here.allPositions());
    expect(await there.fills(id)).toEqual(await here.fills(id));
    expect(await there.allFundingPayments()).toEqual(await here.allFundingPayments());

    await new DeskLedgerStore(target, lease(2)).takeOver(first);
    const goesOn = new PositionLedgerStore(target, lease(2));
    expect(await goesOn.saveFills([bought(id)], 'filled', 0.5)).toBeUndefined();
    expect(await goesOn.saveIntent(INTENT)).toBeGreaterThan(id);
  });
});

describe('a copy', () => {
  it('into a database that holds something else is refused, and changes nothing there', async () => {
    const source = await emptyOf('sqlite');
    await fill(source, 'BTC');
    const target = await emptyOf('sqlite');
    const digest = await fill(target, 'ETH');
    await expect(copyHistory(source, target, () => undefined)).rejects.toThrow(/something else/);
    expect(await new MarketStore(target).tracked('bybit')).toHaveLength(1);
    expect((await new CertificateStore(target).dataset('bybit'))?.sha256).toBe(digest);
  });

  it('that is not what its certificates say is no copy', async () => {
    const source = await emptyOf('sqlite');
    await fill(source, 'BTC');
    await source.execute('UPDATE candle SET close = 11.5 WHERE open_at_ms = $1', HOUR_MS);
    const target = await emptyOf('postgresql');
    await expect(copyHistory(source, target, () => undefined)).rejects.toThrow(
      /not what its certificate says/,
    );
  });
});

function track(database: Database, bases: readonly string[]): Promise<void> {
  const markets = bases.map((base, i) => ({
    exchange: 'bybit',
    symbol: `${base}/USDT:USDT`,
    nativeId: `${base}USDT`,
    listedAtMs: undefined,
    rank: i + 1,
    turnoverUsdt24h: '12.5',
  }));
  const about = {
    exchange: 'bybit',
    source: 'live',
    timeframe: '1h' as const,
    kinds: REQUIRED_KINDS,
    evaluatedAtMs: 7,
  };
  return new MarketStore(database).saveUniverse(markets, about);
}

/** More than two pages of candles with a hole and a revision, and as many settlements; returns the certificate. */
async function fill(database: Database, base: string): Promise<string> {
  await track(database, [base]);
  const named = [];
  for (const series of await new MarketStore(database).trackedSeries('bybit', '1h')) {
    const hours = [...Array(HOURS).keys()].map((n) => n * HOUR_MS);
    const isCandles = series.key.kind === 'candles';
    const candles = hours
      .filter((atMs) => atMs !== GAP.fromMs)
      .map((openAtMs) => ({ openAtMs, open: 10, high: 12, low: 9, close: 11, volume: 0.1 }));
    const rows = hours.map((atMs) => ({
      settledAtMs: atMs,
      stampedAtMs: atMs + 7,
      rate: '0.0001',
    }));
    const gaps = isCandles ? [GAP] : [];
    const save = (of: Parameters<typeof savePage>[1]['content']) =>
      savePage(database, {
        seriesId: series.id,
        content: of,
        coverage: [WINDOW],
        gapsWithin: WINDOW,
        gaps,
        readAtMs: 1,
        foundBy: 'fill',
      });
    await save(isCandles ? { kind: 'candles', rows: candles } : { kind: 'funding', rows });
    if (isCandles) await save({ kind: 'candles', rows: [{ ...candles[0]!, volume: 0.25 }] });
    const facts = { wanted: WINDOW, coverage: [WINDOW], gaps, runs: [], nowMs: Infinity };
    const proven = await proveStored(database, series, facts, 1);
    if (!proven) throw new Error(`${seriesName(series.key)} changed while it was proven`);
    named.push({ series: seriesName(series.key), certificate: proven.certificate });
  }
  const digest = datasetSha256(named, sha256);
  await new CertificateStore(database).saveDataset('bybit', digest, 1);
  return digest;
}
