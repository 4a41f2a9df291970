import type { SettledClaims } from '@fullcarry/domain/completeness/answer/judge-answer';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { KnownGaps } from './save-gap.js';
import type { SeriesRows } from './series-rows.js';

/** What is to be stored of one answer of the exchange. */
export interface Page extends KnownGaps {
  readonly content: SeriesRows;
  /** Whether some of the rows appeared where none was proven to be; what is fetched for the first time does not. */
  readonly changesProven?: boolean;
  /** Rows that are no more; each is a revision. */
  readonly vanished?: readonly number[];
  /** The windows in which nothing is left to ask for. */
  readonly coverage: readonly TimeWindow[];
  readonly claims?: SettledClaims;
  readonly readAtMs: number;
  /** What was being done, kept with every revision. */
  readonly foundBy: string;
}

export interface Saved {
  readonly inserted: number;
  readonly revised: number;
}
