import {
  judgeAnswer,
  reachOf,
  type CheckedAnswer,
  type JudgedAnswer,
  type StoredEvidence,
} from '@fullcarry/domain/completeness/answer/judge-answer';
import type { ObservationTime } from '@fullcarry/domain/completeness/answer/claim';
import {
  answeredCandles,
  answeredSettlements,
  CANDLES,
} from '@fullcarry/domain/completeness/answer/row-kind';
import type { Purpose } from '@fullcarry/domain/completeness/plan';
import { hasCandles } from '@fullcarry/domain/series';
import { HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Database, Statements } from '../database/database.js';
import { lifeOf, type StoredSeries } from '../markets/stored-series.js';
import { openClaims } from '../proof/claim-rows.js';
import { CompletenessStore } from '../proof/completeness-store.js';
import { PieceStore } from '../proof/piece-store.js';
import { ScheduleStore } from '../proof/schedule-store.js';
import { MixedSourcesError } from './mixed-sources-error.js';
import type { Saved } from './page.js';
import { writePage, writingRows } from './save-page.js';
import {
  settlementTimes,
  storedCandles,
  storedSettlements,
  type SeriesRows,
} from './series-rows.js';

/** So far from the hour that it is kept under a settlement may be stamped, by which it is asked for. */
const STAMPED_WITHIN_MS = HOUR_MS;

/** A checked answer of the exchange; `content` is all that it has in what it was asked for. */
export interface Answer extends Omit<CheckedAnswer<never>, 'rows'> {
  readonly series: StoredSeries;
  /** Where the rows come from: `live`, or `replay <anchor>`. */
  readonly source: string;
  readonly content: SeriesRows;
  readonly purpose: Purpose;
}

/** What became of an answer; `refused` and `doubtful` as `JudgedAnswer` says. */
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
  time: Omit<ObservationTime, 'foundBy'>,
): Promise<Stored> {
  const { series, content } = answer;
  const observation = { ...time, foundBy: answer.purpose };
  return writingRows(database, series.id, async (tx) => {
    await holdSeriesOf(tx, answer);
    const known = await knownOf(tx, answer);
    const reach = reachOf(answer.asked, known.gaps);
    if (content.kind === 'candles') {
      const { kind, ...rows } = await candlesIn(tx, series, reach);
      const given = { ...answer, rows: content.rows };
      const judged = judgeAnswer(kind, given, { ...known, ...rows }, observation);
      return write(tx, answer, observation, judged, (some) => ({ kind: 'candles', rows: some }));
    }
    const { kind, ...rows } = await settlementsIn(tx, series, reach);
    const given = { ...answer, rows: content.rows };
    const judged = judgeAnswer(kind, given, { ...known, ...rows }, observation);
    return write(tx, answer, observation, judged, (some) => ({ kind: 'funding', rows: some }));
  });
}

/** What is known of the series beside its rows. */
async function knownOf(
  tx: Statements,
  { series, asked, isAgreed }: Answer,
): Promise<Omit<StoredEvidence<never>, 'nearby' | 'times'>> {
  const completeness = new CompletenessStore(tx);
  const coverage = (await completeness.coverage([series.id])).get(series.id) ?? [];
  const gaps = (await completeness.gaps([series.id])).get(series.id) ?? [];
  const claims = (await openClaims(tx, [series.id])).get(series.id) ?? [];
  const handled = isAgreed ? [] : await new PieceStore(tx).handled(series.id, asked);
  return { life: lifeOf(series), coverage, gaps, claims, handled };
}

async function candlesIn(tx: Statements, { id, key }: StoredSeries, reach: TimeWindow) {
  if (!hasCandles(key)) throw new TypeError('Candles for a series of another kind');
  const nearby = await storedCandles(tx, id, reach);
  const kind = answeredCandles(timeframeMs(key.timeframe));
  return { kind, nearby, times: nearby.map(CANDLES.atMs) };
}

async function settlementsIn(tx: Statements, { id, key, market }: StoredSeries, reach: TimeWindow) {
  if (hasCandles(key)) throw new TypeError('Settlements for a series of another kind');
  const nearby = await storedSettlements(tx, id, {
    fromMs: Math.max(0, reach.fromMs - STAMPED_WITHIN_MS),
    toMs: reach.toMs + STAMPED_WITHIN_MS,
  });
  // All of them, exactly as the proof reads them: else what is covered here could be absent there, and be fetched
  // for ever.
  const times = await settlementTimes(tx, id);
  const runs = (await new ScheduleStore(tx).runs([id])).get(id) ?? [];
  return { kind: answeredSettlements({ runs, listedAtMs: market.listedAtMs }), nearby, times };
}

async function write<Row>(
  tx: Statements,
  { series, asked, purpose }: Answer,
  { nowMs }: ObservationTime,
  judged: JudgedAnswer<Row>,
  contentOf: (rows: readonly Row[]) => SeriesRows,
): Promise<Stored> {
  if (judged.kind === 'doubtful') return judged;
  const { claims } = judged;
  const written = { seriesId: series.id, claims, readAtMs: nowMs };
  if (judged.kind === 'refused') {
    await writePage(tx, {
      ...written,
      content: contentOf([]),
      coverage: [],
      gapsWithin: { fromMs: asked.fromMs, toMs: asked.fromMs },
      gaps: [],
      foundBy: purpose,
    });
    return { kind: 'refused', refused: judged.refused };
  }
  const saved = await writePage(tx, {
    ...written,
    content: contentOf(judged.rows),
    changesProven: judged.changesProven,
    vanished: judged.vanished,
    coverage: judged.covered,
    gapsWithin: judged.replaced,
    gaps: judged.gaps,
    foundBy: judged.foundBy ?? purpose,
  });
  return { kind: 'stored', ...saved, claims: claims.open.length };
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
