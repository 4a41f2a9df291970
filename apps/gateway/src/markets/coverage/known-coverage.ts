import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import type { Lookbacks } from '@fullcarry/domain/series';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import type { Database } from '@fullcarry/history/database/database';
import { ScheduleStore } from '@fullcarry/history/proof/schedule-store';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import type { FactBoard } from '../../facts/fact-board.js';
import { coveragePieces, type CoveragePiece } from './coverage-pieces.js';
import { dueWindow } from './due-window.js';

/** Rows of a market came in within this: it is being fetched now. */
const MOVING_MS = 10_000;

export interface SeriesCoverage {
  readonly series: StoredSeries;
  readonly window: TimeWindow;
  readonly pieces: readonly CoveragePiece[];
  readonly gaps: readonly Gap[];
}

/** What is due of each series and what is known of it, in pieces. */
export async function knownCoverage(
  database: Database,
  all: readonly StoredSeries[],
  board: FactBoard,
  lookbacks: Lookbacks,
): Promise<SeriesCoverage[]> {
  const nowMs = Date.now();
  const ids = all.map((series) => series.id);
  const completeness = new CompletenessStore(database);
  const coverage = await completeness.coverage(ids);
  const gaps = await completeness.gaps(ids);
  const runs = await new ScheduleStore(database).runs(ids);
  const { progress } = board.latest;
  return all.map((series) => {
    const { symbol } = series.market;
    const covered = coverage.get(series.id) ?? [];
    const holes = gaps.get(series.id) ?? [];
    const evidence = { coverage: covered, runs: runs.get(series.id) ?? [] };
    const window = dueWindow(series, evidence, lookbacks, nowMs);
    const movedAtMs = board.markets.get(symbol)?.heardAtMs ?? 0;
    const isMoving = progress?.fact.state === 'fetching' && nowMs - movedAtMs < MOVING_MS;
    const pieces = coveragePieces(window, { coverage: covered, gaps: holes }, isMoving);
    return { series, window, pieces, gaps: holes };
  });
}
