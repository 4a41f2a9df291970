import { seriesProof, type SeriesProof } from '@fullcarry/domain/backtest/result/backtest-document';
import { CERTIFICATE_VERSION } from '@fullcarry/domain/completeness/proof/certificate';
import type { AnnouncedRun } from '@fullcarry/domain/completeness/schedule/announced-schedule';
import { hasCandles, seriesName } from '@fullcarry/domain/series';
import {
  ceilTo,
  DAY_MS,
  floorTo,
  holds,
  intersectWindows,
  mergeWindows,
  MINUTE_MS,
  overlap,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { z } from 'zod';
import type { Database } from '../database/database.js';
import { oneOfIds } from '../database/one-of-ids.js';
import { CertificateStore } from '../proof/certificate-store.js';
import { certifySeries, hashPieces } from '../proof/certify-series.js';
import { CompletenessStore } from '../proof/completeness-store.js';
import { PieceStore, type StoredPiece } from '../proof/piece-store.js';
import { ScheduleStore } from '../proof/schedule-store.js';
import { lifeOf, type StoredSeries } from '../markets/stored-series.js';
import type { Refusal } from './unproven-window-error.js';

/** What the proof of a window came to. */
export interface ProvenWindow {
  readonly proofs: ReadonlyMap<number, SeriesProof>;
  readonly refusals: readonly Refusal[];
  /** Of each funding series. */
  readonly announced: ReadonlyMap<number, readonly AnnouncedRun[]>;
  /** What the database had counted of the rows: equal before and after they were read, they are what was proven. */
  readonly counted: string;
}

const noted = z.array(z.tuple([z.int(), z.int()]));

/**
 * Proves a part of series from what is stored: each was proven before, no row of it changed since, and nothing that is due
 * in the window is absent without a verdict. `window`: whole UTC days.
 */
export async function proveWindow(
  database: Database,
  all: readonly StoredSeries[],
  window: TimeWindow,
): Promise<ProvenWindow> {
  const ids = all.map(({ id }) => id);
  const certificates = await new CertificateStore(database).all();
  const completeness = new CompletenessStore(database);
  const coverage = await completeness.coverage(ids);
  const gaps = await completeness.gaps(ids);
  const announced = await new ScheduleStore(database).runs(ids);
  const touched = await notedDays(database, ids, window);
  const proofs = new Map<number, SeriesProof>();
  const refusals: Refusal[] = [];
  const counted: string[] = [];
  for (const series of all) {
    const { id, key } = series;
    const name = seriesName(key);
    const stored = await piecesIn(database, id, window);
    const days = touched.get(id) ?? [];
    counted.push(countedText(id, stored, days));
    if (certificates.get(id)?.version !== CERTIFICATE_VERSION) {
      refusals.push({ series: name, reason: 'never-proven', windows: [] });
      continue;
    }
    const wanted = livedIn(series, window);
    const lost = (gaps.get(id) ?? []).filter(
      (gap) => gap.status === 'before-history' && overlap(gap, wanted),
    );
    const changed = await changedDays(database, series, stored, days, wanted);
    if (lost.length > 0) refusals.push({ series: name, reason: 'lost', windows: lost });
    if (changed.length > 0) refusals.push({ series: name, reason: 'changed', windows: changed });
    const { certificate, proof } = await certifySeries(
      database,
      series,
      {
        wanted,
        coverage: coverage.get(id) ?? [],
        gaps: gaps.get(id) ?? [],
        runs: announced.get(id) ?? [],
        nowMs: Infinity,
      },
      await piecesNow(database, series, stored, days),
    );
    if (certificate.missing > 0) {
      const windows = proof.missing.length > 0 ? proof.missing : [wanted];
      refusals.push({ series: name, reason: 'missing', windows });
    }
    proofs.set(id, seriesProof(name, certificate));
  }
  return { proofs, refusals, announced, counted: counted.join('\n') };
}

/** What the database counted of the series' rows until now: see ProvenWindow. */
export async function countedNow(
  database: Database,
  all: readonly StoredSeries[],
  window: TimeWindow,
): Promise<string> {
  const ids = all.map(({ id }) => id);
  const touched = await notedDays(database, ids, window);
  const counted: string[] = [];
  for (const id of ids) {
    const stored = await piecesIn(database, id, window);
    counted.push(countedText(id, stored, touched.get(id) ?? []));
  }
  return counted.join('\n');
}

function countedText(id: number, stored: readonly StoredPiece[], days: readonly number[]): string {
  const pieces = stored.map(({ fromMs, changes }) => `${fromMs}:${changes}`).join(' ');
  return `${id} ${pieces} | ${days.join(' ')}`;
}

/** The part of the window in which the market was traded, as far as it is known; empty where it was listed after or ended before. */
function livedIn(series: StoredSeries, window: TimeWindow): TimeWindow {
  const { key } = series;
  const { listedAtMs, delistedAtMs } = lifeOf(series);
  const stepMs = hasCandles(key) ? timeframeMs(key.timeframe) : MINUTE_MS;
  const inWindow = (atMs: number) => Math.min(Math.max(atMs, window.fromMs), window.toMs);
  const fromMs = inWindow(floorTo(listedAtMs ?? 0, stepMs));
  return { fromMs, toMs: Math.max(fromMs, inWindow(ceilTo(delistedAtMs ?? Infinity, stepMs))) };
}

/** Those of the window alone: what a fetcher stores of today meanwhile is no concern of it. */
async function piecesIn(
  database: Database,
  id: number,
  window: TimeWindow,
): Promise<StoredPiece[]> {
  const stored = await new PieceStore(database).in(id, window);
  return stored.filter(({ fromMs }) => holds(window, fromMs));
}

/** Days of the window in which rows were touched and nobody counted it yet; by series. */
async function notedDays(
  database: Database,
  ids: readonly number[],
  window: TimeWindow,
): Promise<ReadonlyMap<number, number[]>> {
  if (ids.length === 0) return new Map();
  const { dialect } = database;
  const rows = await database.json(
    noted,
    `SELECT ${dialect.collect(dialect.array(['series_id', 'from_ms']), 'series_id, from_ms')}
     FROM piece_change WHERE ${oneOfIds(dialect)}`,
    JSON.stringify(ids),
  );
  const days = new Map<number, number[]>();
  for (const [id, fromMs] of rows) {
    if (holds(window, fromMs)) days.set(id, [...(days.get(id) ?? []), fromMs]);
  }
  return days;
}

/** Days whose rows are not what was hashed when they were proven. */
async function changedDays(
  database: Database,
  series: StoredSeries,
  stored: readonly StoredPiece[],
  noted: readonly number[],
  wanted: TimeWindow,
): Promise<TimeWindow[]> {
  const doubted = stored
    .filter(({ fromMs, isStale, isTouched }) => isStale || isTouched || noted.includes(fromMs))
    .map(({ fromMs }) => ({ fromMs, toMs: fromMs + DAY_MS }));
  const unknown = noted
    .filter((fromMs) => !stored.some((one) => one.fromMs === fromMs))
    .map((fromMs) => ({ fromMs, toMs: fromMs + DAY_MS }));
  const changed: TimeWindow[] = [];
  for (const day of [...doubted, ...unknown]) {
    if (!overlap(day, wanted)) continue;
    const known = stored.find(({ fromMs }) => fromMs === day.fromMs)?.piece;
    const [piece] = await hashPieces(database, series, [day]);
    if (piece?.sha256 !== known?.sha256) changed.push(day);
  }
  return mergeWindows(intersectWindows(changed, [wanted]));
}

/** The pieces as the rows are now: those that were not touched since they were hashed need not be read. */
async function piecesNow(
  database: Database,
  series: StoredSeries,
  stored: readonly StoredPiece[],
  noted: readonly number[],
) {
  const fresh = stored.filter(({ fromMs, isStale }) => !isStale && !noted.includes(fromMs));
  const doubted = stored.filter((one) => !fresh.includes(one)).map(({ fromMs }) => fromMs);
  const days = [...new Set([...doubted, ...noted])].map((fromMs) => ({
    fromMs,
    toMs: fromMs + DAY_MS,
  }));
  const hashed = await hashPieces(database, series, mergeWindows(days));
  return [...fresh.flatMap(({ piece }) => piece ?? []), ...hashed].sort(
    (a, b) => a.fromMs - b.fromMs,
  );
}
