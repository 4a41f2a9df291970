import {
  covers,
  DAY_MS,
  durationMs,
  holds,
  mergeWindows,
  MINUTE_MS,
  overlap,
  type TimeWindow,
} from '../../time-window.js';
import type { Gap } from '../judge/gap.js';
import { LONGEST_INTERVAL_MS } from '../schedule/interval-history.js';
import type { Lifetime } from '../schedule/look-back.js';
import type { Claim, ObservationTime } from './claim.js';
import { judgeHoles, type Judgement } from './judge-holes.js';
import { reconcile, type Reconciled } from './reconcile.js';
import type { AnsweredKind, RowKind } from './row-kind.js';

/** A checked answer about one window of a series, with the rows that were read along around it. */
export interface CheckedAnswer<Row> {
  /** What the exchange was asked for; `rows` is all that it has there, ascending. */
  readonly asked: TimeWindow;
  readonly rows: readonly Row[];
  /** The part that was to be brought up to date. */
  readonly window: TimeWindow;
  /** From this instant on a row that is due may still be on its way. */
  readonly pendingFromMs: number;
  /** A second answer said the same. */
  readonly isAgreed: boolean;
}

/** What is stored of a series before an answer is believed. */
export interface StoredEvidence<Row> {
  readonly life: Lifetime;
  readonly coverage: readonly TimeWindow[];
  readonly gaps: readonly Gap[];
  readonly claims: readonly Claim[];
  /** Days of which a hand changed rows, and that are not proven again. */
  readonly handled: readonly TimeWindow[];
  /** The rows in what the answer reaches (`reachOf`), and those around it that may be asked for in it; ascending. */
  readonly nearby: readonly Row[];
  /** The times of all rows that tell what is due, ascending. */
  readonly times: readonly number[];
}

/** What an answer about a window leaves of the claims: those that are open, and the rows of which none is. */
export interface SettledClaims {
  readonly within: TimeWindow;
  readonly open: readonly Claim[];
  readonly settled: readonly number[];
}

/**
 * What follows from an answer. `refused`: how many rows contradict proven ones, too many to be revisions; only what it
 * claims is kept. `doubtful`: so many rows that stand without proof are others in it, or stand in the place of what a hand
 * took away; only when a second answer says the same is any of it kept.
 */
export type JudgedAnswer<Row> =
  | { readonly kind: 'doubtful'; readonly doubted: number }
  | { readonly kind: 'refused'; readonly refused: number; readonly claims: SettledClaims }
  | (Judgement & {
      readonly kind: 'believed';
      /** Rows that are new, or another now; ascending. */
      readonly rows: readonly Row[];
      /** When rows were that are no more. */
      readonly vanished: readonly number[];
      readonly changesProven: boolean;
      readonly claims: SettledClaims;
      /** Who found the first of what is revised; undefined where nothing is. */
      readonly foundBy: string | undefined;
    });

/** Judges an answer by what is stored: its rows as sets, then the holes that are left between them. */
export function judgeAnswer<Row>(
  kind: AnsweredKind<Row>,
  answer: CheckedAnswer<Row>,
  stored: StoredEvidence<Row>,
  observation: ObservationTime,
): JudgedAnswer<Row> {
  const { asked, window, pendingFromMs } = answer;
  const { life, gaps } = stored;
  const keys = new Set(answer.rows.map(kind.atMs));
  const rows = stored.nearby.filter(
    (row) => holds(asked, kind.askedAtMs(row)) || keys.has(kind.atMs(row)),
  );
  const given = {
    window: asked,
    rows: answer.rows.filter((row) => counts(kind.atMs(row), life, gaps)),
  };
  const news = reconcile(kind, { ...stored, rows }, given, observation);
  if (!answer.isAgreed) {
    // What a hand took away was proven once: one answer is not enough to be believed in its place.
    const returned = news.added.filter((row) => covers(stored.handled, kind.atMs(row))).length;
    const doubted = news.unproven + returned;
    if (doubted > 0) return { kind: 'doubtful', doubted };
  }
  const settled = news.revised.map(({ atMs }) => atMs);
  const claims = { within: asked, open: news.claims, settled };
  if (news.refused > 0) return { kind: 'refused', refused: news.refused, claims };
  const times = withChanges(kind, stored.times, news);
  const isWitness = news.claims.length === 0;
  const judged = judgeHoles(
    { window, isWitness, ...observation },
    kind.holes(times, reachOf(asked, gaps)),
    { life, rowTimesMs: times, gaps, pendingFromMs },
  );
  const isUnseen =
    times.length === 0 &&
    judged.gaps.length === 0 &&
    durationMs(window) > MINUTE_MS &&
    // In its first day a market need not have settled yet.
    window.toMs - (life.listedAtMs ?? -Infinity) > LONGEST_INTERVAL_MS;
  return {
    kind: 'believed',
    ...judged,
    // Nothing due, and nothing there: that such a series begins later is for its first row to say.
    covered: isUnseen ? [] : judged.covered,
    rows: newRows(kind, news),
    vanished: news.revised.filter(({ row }) => row === undefined).map(({ atMs }) => atMs),
    changesProven: news.revised.length > 0,
    claims,
    foundBy: news.foundBy,
  };
}

/**
 * A hole that was seen before may go on where this answer ends: together they are one, whose two sides the next
 * observation shows. Cut at each answer it would never be seen whole.
 */
export function reachOf(asked: TimeWindow, gaps: readonly Gap[]): TimeWindow {
  const seen = gaps.filter((gap) => gap.status === 'missing' && gap.observations > 0);
  return mergeWindows([asked, ...seen]).find((window) => overlap(window, asked)) ?? asked;
}

/**
 * Exchanges go on publishing rows of dead contracts, and give those of another coin that had the name before; and a
 * row at the edge of what they keep is read along, whose neighbours are gone.
 */
function counts(atMs: number, life: Lifetime, gaps: readonly Gap[]): boolean {
  const { listedAtMs = -Infinity, delistedAtMs = Infinity } = life;
  const lost = gaps.filter((gap) => gap.status === 'before-history');
  return atMs <= delistedAtMs && atMs > listedAtMs - DAY_MS && !covers(lost, atMs);
}

/** The times of the stored rows as they will be, ascending. */
function withChanges<Row>(
  kind: RowKind<Row>,
  stored: readonly number[],
  { added, revised }: Reconciled<Row>,
): readonly number[] {
  if (added.length + revised.length === 0) return stored;
  const times = new Set(stored);
  for (const row of added) times.add(kind.atMs(row));
  for (const { atMs, row } of revised) {
    if (row === undefined) times.delete(atMs);
    else times.add(atMs);
  }
  return [...times].sort((a, b) => a - b);
}

function newRows<Row>(kind: RowKind<Row>, { added, revised }: Reconciled<Row>): readonly Row[] {
  if (revised.length === 0) return added;
  const rows = [...added, ...revised.flatMap(({ row }) => row ?? [])];
  return rows.sort((a, b) => kind.atMs(a) - kind.atMs(b));
}
