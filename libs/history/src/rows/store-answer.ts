import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import { judgeHoles } from '@fullcarry/domain/completeness/judge/judge-holes';
import type { Purpose } from '@fullcarry/domain/completeness/plan';
import type { LookTime } from '@fullcarry/domain/completeness/answer/claim';
import { reconcile, type Reconciled } from '@fullcarry/domain/completeness/answer/reconcile';
import type { RowKind } from '@fullcarry/domain/completeness/answer/row-kind';
import { LONGEST_INTERVAL_MS } from '@fullcarry/domain/completeness/schedule/interval-history';
import {
  covers,
  DAY_MS,
  durationMs,
  holds,
  mergeWindows,
  MINUTE_MS,
  overlap,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { openClaims } from '../proof/claim-rows.js';
import { CompletenessStore } from '../proof/completeness-store.js';
import type { Database, Statements } from '../database/database.js';
import { answeredCandles, answeredSettlements, type AnsweredRows } from './answered-rows.js';
import { MixedSourcesError } from './mixed-sources-error.js';
import { PieceStore } from '../proof/piece-store.js';
import type { SeriesRows } from './series-rows.js';
import type { Page, Saved } from './page.js';
import { writePage, writingRows } from './save-page.js';
import { lifeOf, type StoredSeries } from '../markets/stored-series.js';

/** A checked answer about one window of a series, with the rows that were read along around it. */
export interface Answer {
  readonly series: StoredSeries;
  /** Where the rows come from: `live`, or `replay <anchor>`. */
  readonly source: string;
  /** What the exchange was asked for; `content` is all that it has there. */
  readonly asked: TimeWindow;
  /** The part that was to be brought up to date. */
  readonly window: TimeWindow;
  readonly content: SeriesRows;
  readonly purpose: Purpose;
  /** From this instant on a row that is due may still be on its way. */
  readonly pendingFromMs: number;
  /** A second answer said the same. */
  readonly isAgreed: boolean;
}

/**
 * What became of an answer. `refused`: how many rows contradict proven ones, too many to be revisions. `doubtful`: so
 * many rows that stand without proof are others in it, or stand in the place of what a hand took away; only when a second
 * answer says the same is any of it stored.
 */
export type Stored =
  | (Saved & { readonly kind: 'stored'; readonly claims: number })
  | { readonly kind: 'refused'; readonly refused: number }
  | { readonly kind: 'doubtful'; readonly doubted: number };

/**
 * Believes an answer as far as it may be believed, and stores what follows from it in one transaction: rows,
 * revisions, claims, gaps and coverage.
 *
 * Errors: MixedSourcesError when the series holds rows from elsewhere; nothing is stored then.
 */
export function storeAnswer(
  database: Database,
  answer: Answer,
  time: Omit<LookTime, 'foundBy'>,
): Promise<Stored> {
  const look = { ...time, foundBy: answer.purpose };
  return writingRows(database, answer.series.id, async (tx) => {
    await holdSeriesOf(tx, answer);
    return answer.content.kind === 'candles'
      ? store(tx, answer, look, answeredCandles(answer.series, answer.content.rows))
      : store(tx, answer, look, answeredSettlements(answer.series, answer.content.rows));
  });
}

async function store<Row>(
  tx: Statements,
  answer: Answer,
  look: LookTime,
  answered: AnsweredRows<Row>,
): Promise<Stored> {
  const { series, asked, purpose } = answer;
  const completeness = new CompletenessStore(tx);
  const coverage = (await completeness.coverage([series.id])).get(series.id) ?? [];
  const gaps = (await completeness.gaps([series.id])).get(series.id) ?? [];
  const claims = (await openClaims(tx, [series.id])).get(series.id) ?? [];
  const reach = reachOf(asked, gaps);
  const around = {
    fromMs: Math.max(0, reach.fromMs - answered.aroundMs),
    toMs: reach.toMs + answered.aroundMs,
  };
  const nearby = await answered.stored(tx, around);
  const keys = new Set(answered.rows.map(answered.kind.atMs));
  const stored = nearby.filter(
    (row) => holds(asked, answered.askedAtMs(row)) || keys.has(answered.kind.atMs(row)),
  );
  const given = {
    window: asked,
    rows: answered.rows.filter((row) => counts(answered.kind.atMs(row), series, gaps)),
  };
  const news = reconcile(answered.kind, { rows: stored, coverage, gaps, claims }, given, look);
  if (!answer.isAgreed) {
    // What a hand took away was proven once: one answer is not enough to be believed in its place.
    const handled = await new PieceStore(tx).handled(series.id, asked);
    const returned = news.added.filter((row) => covers(handled, answered.kind.atMs(row))).length;
    const doubted = news.unproven + returned;
    if (doubted > 0) return { kind: 'doubtful', doubted };
  }
  const settled = news.revised.map(({ atMs }) => atMs);
  const claimed = { within: asked, open: news.claims, settled };
  if (news.refused > 0) {
    await writePage(tx, {
      ...nothing(answer, look),
      content: answered.contentOf([]),
      claims: claimed,
    });
    return { kind: 'refused', refused: news.refused };
  }
  const times = withChanges(answered.kind, await answered.times(tx, nearby), news);
  const holes = await answered.holes(tx, times, reach);
  const isWitness = news.claims.length === 0;
  const judged = judgeHoles({ window: answer.window, isWitness, ...look }, holes, {
    life: lifeOf(series),
    rowTimesMs: times,
    gaps,
    pendingFromMs: answer.pendingFromMs,
  });
  const { listedAtMs = -Infinity } = lifeOf(series);
  const isUnseen =
    times.length === 0 &&
    judged.gaps.length === 0 &&
    durationMs(answer.window) > MINUTE_MS &&
    // In its first day a market need not have settled yet.
    answer.window.toMs - listedAtMs > LONGEST_INTERVAL_MS;
  const saved = await writePage(tx, {
    seriesId: series.id,
    content: answered.contentOf(newRows(answered.kind, news)),
    changesProven: news.revised.length > 0,
    vanished: news.revised.filter(({ row }) => row === undefined).map(({ atMs }) => atMs),
    // Nothing due, and nothing there: that such a series begins later is for its first row to say.
    coverage: isUnseen ? [] : judged.covered,
    gapsWithin: judged.replaced,
    gaps: judged.gaps,
    claims: claimed,
    observedAtMs: look.nowMs,
    foundBy: news.foundBy ?? purpose,
  });
  return { kind: 'stored', ...saved, claims: news.claims.length };
}

/**
 * A hole that was seen before may go on where this answer ends: together they are one, whose two sides the next look
 * shows. Cut at each answer it would never be seen whole.
 */
function reachOf(asked: TimeWindow, gaps: readonly Gap[]): TimeWindow {
  const seen = gaps.filter((gap) => gap.status === 'missing' && gap.observations > 0);
  return mergeWindows([asked, ...seen]).find((window) => overlap(window, asked)) ?? asked;
}

/**
 * Exchanges go on publishing rows of dead contracts, and give those of another coin that had the name before; and a
 * row at the edge of what they keep is read along, whose neighbours are gone.
 */
function counts(atMs: number, series: StoredSeries, gaps: readonly Gap[]): boolean {
  const { listedAtMs = -Infinity, delistedAtMs = Infinity } = lifeOf(series);
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

function nothing({ series, purpose, asked }: Answer, { nowMs }: LookTime): Omit<Page, 'content'> {
  return {
    seriesId: series.id,
    coverage: [],
    gapsWithin: { fromMs: asked.fromMs, toMs: asked.fromMs },
    gaps: [],
    observedAtMs: nowMs,
    foundBy: purpose,
  };
}

/** Holds the series, in the transaction that stores: live and replayed rows must never mix. */
async function holdSeriesOf(tx: Statements, { series, source }: Answer): Promise<void> {
  const held = await tx.execute(
    `UPDATE series SET version = version WHERE id = $1
       AND EXISTS (SELECT 1 FROM market WHERE market.id = series.market_id AND market.source = $2)`,
    series.id,
    source,
  );
  const { exchange, source: stored } = series.market;
  if (held === 0) throw new MixedSourcesError(exchange, stored, source);
}
