import { candidatesOf } from '@fullcarry/contracts/backtest/sweep-search';
import { MOST_SWEEP_CANDIDATES } from '@fullcarry/contracts/backtest/sweep-wish';
import type { AskedSweep, JobBacktest } from '@fullcarry/contracts/jobs/job-backtest-v1';
import { foldsOf } from '@fullcarry/domain/backtest/walk-forward/folds';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import type { SweepHow } from '@fullcarry/history/backtest/sweep/do-sweep';
import { doneSweep, type DoneSweep } from '@fullcarry/history/backtest/sweep/done-sweep';
import type { Database } from '@fullcarry/history/database/database';

/** Does a sweep that was asked for: its candidates are found again by its search. Errors: as doneSweep. */
export function sweepOf(
  database: Database,
  asked: JobBacktest['asked'],
  { kind, search, lengths }: AskedSweep,
  how: SweepHow,
): Promise<DoneSweep> {
  const candidates = candidatesOf(asked.settings, search, MOST_SWEEP_CANDIDATES);
  const holdingHours = candidates.map(({ settings }) => settings.holdingHours);
  const folds = foldsOf(asked.rows.window, lengths, Math.max(...holdingHours) * HOUR_MS);
  return doneSweep(database, asked, { kind, candidates, folds }, { search, lengths }, how);
}
