import { covers, holds, overlap, type TimeWindow } from '../../time-window.js';
import {
  claimAfter,
  isBelieved,
  putOffClaim,
  MOST_REVISED_AT_ONCE,
  type Claim,
  type ObservationTime,
} from './claim.js';
import type { RowKind } from './row-kind.js';

/** What is known of a series before an answer is believed. */
export interface StoredRows<Row> {
  /** Those that an answer about the window that was asked for should hold, ascending. */
  readonly rows: readonly Row[];
  /** Where the series is proven: rows, and their absence. */
  readonly coverage: readonly TimeWindow[];
  /** Where verdicts say that nothing is: rows of a long hole may all come late. */
  readonly gaps: readonly TimeWindow[];
  /** All that are open in the series. */
  readonly claims: readonly Claim[];
}

/** A checked answer, ascending: what the exchange says that there is in the window. */
export interface RowsAnswer<Row> {
  readonly window: TimeWindow;
  readonly rows: readonly Row[];
}

/** What became of a row: '' stands for none. */
export interface RowChange<Row> {
  readonly atMs: number;
  readonly before: string;
  readonly after: string;
  /** Undefined where it vanished. */
  readonly row: Row | undefined;
}

export interface Reconciled<Row> {
  /** Rows that nobody had. */
  readonly added: readonly Row[];
  /** Rows that are different now, or gone, or too many before; each is a revision. */
  readonly revised: readonly RowChange<Row>[];
  /**
   * What the answer claims against proven rows and is not believed yet, in place of all claims in the window. An answer
   * that lacks proven rows withdraws no claim about others that it lacks: these are asked for again.
   */
  readonly claims: readonly Claim[];
  /** Who found the first of what is revised; undefined where nothing is. */
  readonly foundBy: string | undefined;
  /**
   * How many rows of the answer contradict proven history, when they are too many to be revisions: then nothing of
   * the answer may be stored. 0 otherwise.
   */
  readonly refused: number;
  /** How many rows that stood without proof are another now: a hand's work, or that of this one answer. */
  readonly unproven: number;
}

/**
 * Compares an answer with what is stored, as sets: added, changed, vanished, and appeared where none was proven to
 * be.
 *
 * What is not proven is taken from the answer as it is. Against proven rows one answer is a claim: it is believed
 * when another one, minutes later, says the same; and when many rows of a series contradict, only after days.
 */
export function reconcile<Row>(
  kind: RowKind<Row>,
  stored: StoredRows<Row>,
  answer: RowsAnswer<Row>,
  observation: ObservationTime,
): Reconciled<Row> {
  if (stored.rows.length === 0 && !isProvenIn(kind, stored.coverage, answer.rows)) {
    return {
      added: answer.rows,
      revised: [],
      claims: [],
      foundBy: undefined,
      refused: 0,
      unproven: 0,
    };
  }
  const differences = differencesOf(kind, stored.rows, answer);
  const open = differences.filter(({ atMs }) => covers(stored.coverage, atMs));
  const known = new Map(stored.claims.map((claim) => [claim.rowAtMs, claim]));
  const isLate = (atMs: number) => covers(stored.gaps, atMs);
  const contradicted = new Set(open.map(({ atMs }) => atMs));
  const elsewhere = stored.claims.filter(
    ({ rowAtMs }) => !holds(answer.window, rowAtMs) && !contradicted.has(rowAtMs),
  );
  const claims = open.map(({ atMs, after }) =>
    claimAfter(known.get(atMs), { rowAtMs: atMs, claimed: after }, observation),
  );
  const lacksProven = claims.some(({ claimed }) => claimed === '');
  const unanswered = lacksProven
    ? stored.claims
        .filter(({ rowAtMs }) => holds(answer.window, rowAtMs) && !contradicted.has(rowAtMs))
        .filter(({ claimed }) => claimed !== '')
        .map((claim) => putOffClaim(claim, observation))
    : [];
  const contradictions = [...claims, ...elsewhere].filter(({ rowAtMs }) => !isLate(rowAtMs));
  const isRewrite = contradictions.length > MOST_REVISED_AT_ONCE;
  const believed = claims.filter((claim) => isBelieved(claim, isRewrite && !isLate(claim.rowAtMs)));
  const taken = new Set(believed.map((claim) => claim.rowAtMs));
  const doubted = claims.filter((claim) => !taken.has(claim.rowAtMs));
  const refused = doubted.filter((claim) => !isLate(claim.rowAtMs)).length;
  if (refused > MOST_REVISED_AT_ONCE) {
    const all = [...claims, ...unanswered];
    return { added: [], revised: [], claims: all, foundBy: undefined, refused, unproven: 0 };
  }
  const proven = new Set(open.map(({ atMs }) => atMs));
  const changes = differences.filter(({ atMs }) => !proven.has(atMs) || taken.has(atMs));
  const isNew = ({ atMs, before: line }: RowChange<Row>) => line === '' && !proven.has(atMs);
  return {
    added: changes.filter(isNew).flatMap(({ row }) => row ?? []),
    revised: changes.filter((change) => !isNew(change)),
    claims: [...doubted, ...unanswered],
    foundBy: believed[0]?.foundBy,
    refused: 0,
    unproven: changes.filter(({ atMs, before }) => before !== '' && !proven.has(atMs)).length,
  };
}

/** Whether some of what these rows stretch over is proven. */
function isProvenIn<Row>(
  { atMs }: RowKind<Row>,
  coverage: readonly TimeWindow[],
  rows: readonly Row[],
): boolean {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return false;
  const stretch = { fromMs: atMs(first), toMs: atMs(last) + 1 };
  return coverage.some((window) => overlap(window, stretch));
}

/** Where answer and store differ, ascending. */
function differencesOf<Row>(
  { atMs, line }: RowKind<Row>,
  stored: readonly Row[],
  answer: RowsAnswer<Row>,
): RowChange<Row>[] {
  if (stored.length === 0) {
    return answer.rows.map((row) => ({ atMs: atMs(row), before: '', after: line(row), row }));
  }
  const differences: RowChange<Row>[] = [];
  const left = new Map(stored.map((row) => [atMs(row), row]));
  for (const row of answer.rows) {
    const key = atMs(row);
    const other = left.get(key);
    left.delete(key);
    const before = other === undefined ? '' : line(other);
    const after = line(row);
    if (before !== after) differences.push({ atMs: key, before, after, row });
  }
  for (const [key, row] of left) {
    differences.push({ atMs: key, before: line(row), after: '', row: undefined });
  }
  return differences.sort((a, b) => a.atMs - b.atMs);
}
