import { REQUIRED_KINDS } from '@fullcarry/domain/series';
import type { Candle } from '@fullcarry/domain/candle';
import type { Purpose } from '@fullcarry/domain/completeness/plan';
import type { Settlement } from '@fullcarry/domain/settlement';
import { HOUR_MS, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import { emptyDatabase, type DatabaseKind } from '@fullcarry/testing/each-database';
import Sqlite from 'better-sqlite3';
import { Client } from 'pg';
import { z } from 'zod';
import { CompletenessStore } from '../proof/completeness-store.js';
import type { Database } from '../database/database.js';
import { MarketStore } from '../markets/market-store.js';
import { openDatabase } from '../database/open-database.js';
import { countTouches } from '../proof/piece-changes.js';
import { proveStored, type Proven } from '../proof/prove-stored.js';
import type { SeriesRows } from './series-rows.js';
import { ScheduleStore } from '../proof/schedule-store.js';
import { storeAnswer, type Answer, type Stored } from './store-answer.js';
import type { StoredSeries } from '../markets/stored-series.js';

export const CONFIRM_MS = 10 * MINUTE_MS;

/** Midnight, and so the boundary of a piece. */
export const START_MS = Date.UTC(2026, 1, 19);
export const hour = (n: number): number => START_MS + n * HOUR_MS;
export const hours = (from: number, to: number): TimeWindow => ({
  fromMs: hour(from),
  toMs: hour(to),
});

export function candlesOf(fromHour: number, toHour: number, stepMs = HOUR_MS): Candle[] {
  const many = ((toHour - fromHour) * HOUR_MS) / stepMs;
  return Array.from({ length: many }, (_, i) => {
    const openAtMs = hour(fromHour) + i * stepMs;
    const close = 100 + ((openAtMs / stepMs) % 7);
    return { openAtMs, open: 100, high: 110, low: 90, close, volume: 12.25 };
  });
}

/** One settlement every so many hours. */
export function settlementsOf(fromHour: number, toHour: number, every = 8): Settlement[] {
  const many = Math.ceil((toHour - fromHour) / every);
  return Array.from({ length: many }, (_, i) => settlement(fromHour + i * every));
}

export function settlement(atHour: number, rate?: string): Settlement {
  const atMs = hour(atHour);
  return {
    settledAtMs: atMs,
    stampedAtMs: atMs,
    rate: rate ?? `0.000${1 + (Math.abs(atHour) % 7)}`,
  };
}

/** What an exchange answers: the rows of a window, and when by which clock. */
export interface Given extends Partial<Omit<Answer, 'series' | 'content' | 'window'>> {
  readonly nowMs?: number;
  readonly purpose?: Purpose;
}

/**
 * One market's candles and funding in an empty database, as the fetcher keeps them, and a hand in it: another program
 * with the database's own driver and none of our code. For specs.
 */
export class FetchedSeries {
  private constructor(
    readonly database: Database,
    private readonly url: string,
    private readonly removeDatabase: () => Promise<void>,
    private readonly timeframe: Timeframe,
  ) {}

  static async in(
    kind: DatabaseKind,
    { timeframe = '1h', listedAtMs }: { timeframe?: Timeframe; listedAtMs?: number } = {},
  ): Promise<FetchedSeries> {
    const empty = await emptyDatabase(kind);
    const database = await openDatabase(empty.url);
    const market = { exchange: 'bybit', symbol: 'BTC/USDT:USDT', nativeId: 'BTCUSDT', listedAtMs };
    await new MarketStore(database).saveUniverse(
      [{ ...market, rank: 1, turnoverUsdt24h: '12.5' }],
      {
        exchange: 'bybit',
        source: 'live',
        timeframe,
        kinds: REQUIRED_KINDS,
        evaluatedAtMs: 7,
      },
    );
    return new FetchedSeries(database, empty.url, () => empty.remove(), timeframe);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.removeDatabase();
  }

  async hand(statement: string): Promise<void> {
    if (this.url.startsWith('file:')) {
      const file = new Sqlite(this.url.slice('file:'.length));
      file.exec(statement);
      file.close();
      return;
    }
    const client = new Client({ connectionString: this.url });
    await client.connect();
    await client.query(statement);
    await client.end();
  }

  /** How many rows there are in the table now. */
  async count(table: string): Promise<number> {
    const [many] = await this.database.json(
      z.tuple([z.int()]),
      `SELECT ${this.database.dialect.array(['count(*)'])} FROM ${table}`,
    );
    return many;
  }

  async series(kind: SeriesRows['kind']): Promise<StoredSeries> {
    const all = await new MarketStore(this.database).trackedSeries('bybit', this.timeframe);
    return all.find((one) => one.key.kind === kind)!;
  }

  candles(window: TimeWindow, rows: readonly Candle[], given: Given = {}): Promise<Stored> {
    const inside = rows.filter(({ openAtMs: atMs }) => window.fromMs <= atMs && atMs < window.toMs);
    return this.answer(window, { kind: 'candles', rows: inside }, given);
  }

  settlements(window: TimeWindow, rows: readonly Settlement[], given: Given = {}): Promise<Stored> {
    const inside = rows.filter(
      ({ settledAtMs: atMs }) => window.fromMs <= atMs && atMs < window.toMs,
    );
    return this.answer(window, { kind: 'funding', rows: inside }, given);
  }

  private async answer(window: TimeWindow, content: SeriesRows, given: Given): Promise<Stored> {
    const { nowMs = window.toMs + 30 * MINUTE_MS, ...more } = given;
    return storeAnswer(
      this.database,
      {
        series: await this.series(content.kind),
        source: 'live',
        asked: window,
        window,
        purpose: 'fill',
        pendingFromMs: Infinity,
        isAgreed: true,
        ...more,
        content,
      },
      { nowMs, confirmMs: CONFIRM_MS },
    );
  }

  /** What is known of a series beside its rows. */
  async known(kind: SeriesRows['kind']) {
    const series = await this.series(kind);
    const completeness = new CompletenessStore(this.database);
    const runs = await new ScheduleStore(this.database).runs([series.id]);
    return {
      series,
      coverage: (await completeness.coverage([series.id])).get(series.id) ?? [],
      gaps: (await completeness.gaps([series.id])).get(series.id) ?? [],
      runs: runs.get(series.id) ?? [],
    };
  }

  /** Proves the series long after all of the window was due, or at another time by the exchange's clock. */
  async prove(
    kind: SeriesRows['kind'],
    wanted: TimeWindow,
    nowMs = wanted.toMs + HOUR_MS,
  ): Promise<Proven> {
    await countTouches(this.database);
    const { series, ...known } = await this.known(kind);
    const proven = await proveStored(this.database, series, { wanted, ...known, nowMs }, nowMs);
    if (!proven) throw new Error('Rows changed while they were proven');
    return proven;
  }
}
