import type { DataSynced } from '@fullcarry/contracts/data-synced-v1';
import { CompletenessStore } from '@fullcarry/history/completeness-store';
import type { Database } from '@fullcarry/history/database';
import { seriesOf } from './plan-jobs.js';
import type { TrackedSeries } from './tracked-series.js';

/** Rows, revisions and the last scrub per series at one moment. */
export interface RowCounts {
  readonly rows: ReadonlyMap<number, number>;
  readonly revisions: ReadonlyMap<number, number>;
  readonly scrubbedAtMs: ReadonlyMap<number, number | undefined>;
}

/** What a sync or a scrub changed, counted in the database: whichever fetcher did the work. */
export class SyncTally {
  private readonly completeness: CompletenessStore;

  constructor(database: Database) {
    this.completeness = new CompletenessStore(database);
  }

  async count(tracked: readonly TrackedSeries[]): Promise<RowCounts> {
    const ids = tracked.map((one) => one.series.id);
    return {
      rows: await this.completeness.rows(ids),
      revisions: await this.completeness.revisions(ids),
      scrubbedAtMs: new Map(tracked.map(({ series }) => [series.id, series.scrubbedAtMs])),
    };
  }

  /** Whether a proof that was made at the one count says all that there is at the other. */
  same(one: RowCounts, other: RowCounts): boolean {
    const text = ({ rows, revisions, scrubbedAtMs }: RowCounts) =>
      JSON.stringify([rows, revisions, scrubbedAtMs].map((counts) => [...counts]));
    return text(one) === text(other);
  }

  /** The series that changed between two counts; one that is only in the later count did not. */
  changes(
    tracked: readonly TrackedSeries[],
    before: RowCounts,
    after: RowCounts,
  ): DataSynced['series'] {
    return tracked
      .map(({ series }) => ({
        symbol: series.market.symbol,
        series: seriesOf(series.key),
        rowsAdded: grown(before.rows, after.rows, series.id),
        rowsRevised: grown(before.revisions, after.revisions, series.id),
      }))
      .filter((one) => one.rowsAdded > 0 || one.rowsRevised > 0);
  }
}

function grown(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
  id: number,
): number {
  const now = after.get(id) ?? 0;
  return now - (before.get(id) ?? now);
}
