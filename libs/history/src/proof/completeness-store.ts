import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import type { OutdatedGap } from '@fullcarry/domain/completeness/proof/proof';
import { hullOf, subtractWindows, type TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { Reads, Statements } from '../database/database.js';
import { oneOfIds } from '../database/one-of-ids.js';
import { saveGap } from '../rows/save-gap.js';
import { setIntervals } from '../rows/save-rows.js';

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
  constructor(private readonly database: Statements) {}

  coverage(seriesIds: readonly number[]): Promise<ReadonlyMap<number, TimeWindow[]>> {
    return storedCoverage(this.database, seriesIds);
  }

  gaps(seriesIds: readonly number[]): Promise<ReadonlyMap<number, Gap[]>> {
    return storedGaps(this.database, seriesIds);
  }

  /**
   * Keeps what a proof found: stretches whose coverage the rows don't bear out are asked for again; of gaps that say
   * too much only the rest stays, and what an answer showed of them is covered. Intervals of settlements follow.
   */
  async settle(
    seriesId: number,
    found: {
      readonly takenBack: readonly TimeWindow[];
      readonly outdated: readonly OutdatedGap[];
    },
  ): Promise<void> {
    const { takenBack, outdated } = found;
    if (takenBack.length === 0 && outdated.length === 0) return;
    const before = (await this.coverage([seriesId])).get(seriesId) ?? [];
    const seen = outdated.flatMap(({ was, left }) =>
      was.observations > 0 ? subtractWindows([was], left) : [],
    );
    await this.database.execute('DELETE FROM coverage WHERE series_id = $1', seriesId);
    const after = subtractWindows([...before, ...seen], takenBack);
    for (const { fromMs, toMs } of after) {
      await this.database.execute(
        'INSERT INTO coverage (series_id, from_ms, to_ms) VALUES ($1, $2, $3)',
        seriesId,
        fromMs,
        toMs,
      );
    }
    const [first, ...others] = [...seen, ...takenBack];
    const touched = first && hullOf([first, ...others]);
    if (touched) {
      for (const window of after) await setIntervals(this.database, seriesId, window, touched);
    }
    await this.database.execute('UPDATE series SET version = version + 1 WHERE id = $1', seriesId);
    for (const { was, left } of outdated) {
      await this.database.execute(
        'DELETE FROM gap WHERE series_id = $1 AND from_ms = $2',
        seriesId,
        was.fromMs,
      );
      for (const gap of left) await saveGap(this.database, seriesId, gap);
    }
  }

  /** How many rows of each series were revised, ever. */
  revisions(seriesIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
    return this.counter('revisions', seriesIds);
  }

  /** How many rows our writer has stored of each series; kept in the transaction that stores them. */
  rows(seriesIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
    return this.counter('rows', seriesIds);
  }

  private async counter(
    column: 'rows' | 'revisions',
    seriesIds: readonly number[],
  ): Promise<Map<number, number>> {
    const { dialect } = this.database;
    const rows = await this.database.json(
      countRows,
      `SELECT ${dialect.collect(dialect.array(['id', column]), 'id')} FROM series
       WHERE id IN (SELECT CAST(item.value AS INTEGER) FROM ${dialect.each('$1')})`,
      JSON.stringify(seriesIds),
    );
    return new Map(rows);
  }
}

/** The gaps of each series, ascending. */
export async function storedGaps(
  database: Reads,
  seriesIds: readonly number[],
): Promise<ReadonlyMap<number, Gap[]>> {
  if (seriesIds.length === 0) return new Map();
  const { dialect } = database;
  const rows = await database.json(
    gapRows,
    `SELECT ${dialect.collect(dialect.array(GAP), 'series_id, from_ms')} FROM gap WHERE ${oneOfIds(dialect)}`,
    JSON.stringify(seriesIds),
  );
  const found = new Map(seriesIds.map((id): [number, Gap[]] => [id, []]));
  for (const { seriesId, gap } of rows) found.get(seriesId)?.push(gap);
  return found;
}

/** The covered windows of each series, disjoint and ascending. */
export async function storedCoverage(
  database: Reads,
  seriesIds: readonly number[],
): Promise<ReadonlyMap<number, TimeWindow[]>> {
  if (seriesIds.length === 0) return new Map();
  const { dialect } = database;
  const rows = await database.json(
    coverageRows,
    `SELECT ${dialect.collect(dialect.array(['series_id', 'from_ms', 'to_ms']), 'series_id, from_ms')}
     FROM coverage WHERE ${oneOfIds(dialect)}`,
    JSON.stringify(seriesIds),
  );
  const found = new Map(seriesIds.map((id): [number, TimeWindow[]] => [id, []]));
  for (const [id, fromMs, toMs] of rows) found.get(id)?.push({ fromMs, toMs });
  return found;
}
