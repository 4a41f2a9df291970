import {
  sweepDocument,
  sweepText,
  type SweepDocument,
  type SweepSearch,
} from '@fullcarry/domain/backtest/sweep/sweep-document';
import type { FoldLengths } from '@fullcarry/domain/backtest/walk-forward/folds';
import type { Database } from '../../database/database.js';
import { sha256 } from '../../proof/certify-series.js';
import type { AskedBacktest } from '../do-backtest.js';
import { readHistories } from '../read-histories.js';
import { doSweep, type SweepHow, type SweepPlan } from './do-sweep.js';

/** What is written down of how the candidates and the folds came about. */
export interface SweepOrigin {
  readonly search: SweepSearch;
  readonly lengths: FoldLengths;
}

export interface DoneSweep {
  readonly document: SweepDocument;
  /** Canonical JSON. */
  readonly text: string;
  readonly sha256: string;
}

/** Reads and runs. Errors: as readHistories and the runs. */
export async function doneSweep(
  database: Database,
  asked: AskedBacktest,
  plan: SweepPlan,
  { search, lengths }: SweepOrigin,
  how: SweepHow,
): Promise<DoneSweep> {
  const read = await readHistories(database, asked.rows);
  const outcome = await doSweep(asked, read, plan, how);
  const { rows, startingEquityUsdt, settings, execution } = asked;
  const { exchange: venue, window } = rows;
  const setup = { venue, window, startingEquityUsdt, settings, execution };
  const candidates = plan.candidates.map(({ chosen }) => chosen);
  const document = sweepDocument(
    {
      ...{ kind: plan.kind, search, lengths, candidates },
      setup: { ...setup, assume: [...rows.assume].sort() },
    },
    read,
    outcome,
  );
  const text = sweepText(document);
  return { document, text, sha256: sha256(text) };
}
