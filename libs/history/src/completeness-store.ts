import type { Gap } from '@fullcarry/domain/gap';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { Database } from './database.js';

/** What is proven, what is known to be open, and how often rows were revised. */
export interface SeriesCompleteness {
  readonly coverage: readonly TimeWindow[];
  readonly gaps: readonly Gap[];
  readonly revisions: number;
  readonly rows: number;
}

const coverageRows = z.array(z.tuple([z.int(), z.int(), z.int()]));
const countRows = z.array(z.tuple([z.int(), z.int()]));
const GAP = [
  'series_id',
  'from_ms',
  'to_ms',
  'status',
  'rows_expected',
  'observations',
  'first_observed_at_ms',
  'last_observed_at_ms',
  'next_try_at_ms',
  'evidence',
];
const gapRows = z.array(
  z
    .tuple([
      z.int(),
      z.int(),
      z.int(),
      z.enum(['missing', 'confirmed-empty', 'before-listing', 'after-delisting', 'before-history']),
      z.int(),
      z.int(),
      z.int(),
      z.int(),
      z.int(),
      z.string(),
    ])
    .transform(
      ([
        seriesId,
        fromMs,
        toMs,
        status,
        rowsExpected,
        observations,
        firstObservedAtMs,
        lastObservedAtMs,
        nextTryAtMs,
        evidence,
      ]) => ({
        seriesId,
        gap: {
          fromMs,
          toMs,
          status,
          rowsExpected,
          observations,
          firstObservedAtMs,
          lastObservedAtMs,
          nextTryAtMs,
          evidence,
        },
      }),
    ),
);

/** Coverage and gaps of many series, each read with one query. */
export class CompletenessStore {
  constructor(private readonly database: Database) {}

  /** The covered windows of each series, disjoint and ascending. */
  async coverage(seriesIds: readonly number[]): Promise<ReadonlyMap<number, TimeWindow[]>> {
    const { dialect } = this.database;
    const rows = await this.database.json(
      coverageRows,
      `SELECT ${dialect.collect(dialect.array(['series_id', 'from_ms', 'to_ms']), 'series_id, from_ms')}
       FROM coverage WHERE ${this.oneOf()}`,
      JSON.stringify(seriesIds),
    );
    const found = new Map(seriesIds.map((id): [number, TimeWindow[]] => [id, []]));
    for (const [id, fromMs, toMs] of rows) found.get(id)?.push({ fromMs, toMs });
    return found;
  }

  async gaps(seriesIds: readonly number[]): Promise<ReadonlyMap<number, Gap[]>> {
    const { dialect } = this.database;
    const rows = await this.database.json(
      gapRows,
      `SELECT ${dialect.collect(dialect.array(GAP), 'series_id, from_ms')} FROM gap WHERE ${this.oneOf()}`,
      JSON.stringify(seriesIds),
    );
    const found = new Map(seriesIds.map((id): [number, Gap[]] => [id, []]));
    for (const { seriesId, gap } of rows) found.get(seriesId)?.push(gap);
    return found;
  }

  /** How many rows of each series were revised, ever. */
  revisions(seriesIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
    return this.countIn('revision', seriesIds);
  }

  /** How many rows each series holds. */
  async rows(seriesIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
    const candles = await this.countIn('candle', seriesIds);
    const settlements = await this.countIn('funding_rate', seriesIds);
    return new Map(
      seriesIds.map((id) => [id, (candles.get(id) ?? 0) + (settlements.get(id) ?? 0)]),
    );
  }

  private async countIn(table: string, seriesIds: readonly number[]): Promise<Map<number, number>> {
    const { dialect } = this.database;
    const rows = await this.database.json(
      countRows,
      `SELECT ${dialect.collect(dialect.array(['series_id', 'many']), 'series_id')} FROM (
         SELECT series_id, count(*) AS many FROM ${table} WHERE ${this.oneOf()} GROUP BY series_id
       ) AS counted`,
      JSON.stringify(seriesIds),
    );
    const counts = new Map(rows);
    return new Map(seriesIds.map((id) => [id, counts.get(id) ?? 0]));
  }

  private oneOf(): string {
    return `series_id IN (SELECT CAST(item.value AS INTEGER) FROM ${this.database.dialect.each('$1')})`;
  }
}
