import {
  mergeWindows,
  overlap,
  PIECE_MS,
  subtractWindows,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import type { CertifiedFacts } from '@fullcarry/domain/completeness/proof/certify';
import { CertificateStore } from './certificate-store.js';
import { certifySeries, hashPieces, type Certified } from './certify-series.js';
import { CompletenessStore } from './completeness-store.js';
import type { Database } from '../database/database.js';
import { countTouchesIn } from './piece-changes.js';
import { PieceStore, type StoredPiece } from './piece-store.js';
import { holdSeries } from '../rows/save-page.js';
import type { StoredSeries } from '../markets/stored-series.js';

/** What a proof from the rows came to. */
export interface Proven extends Certified {
  /** Days whose rows somebody else changed: they are asked for again, and no proof stands on them. */
  readonly touched: readonly TimeWindow[];
}

/**
 * Proves a series from its rows, of which only the days that changed are read, and keeps certificate and pieces.
 *
 * Where rows and claims disagree the coverage of that stretch is taken back, so that it is fetched again: rows that
 * are due and absent without a verdict, and days that somebody else than our writer changed.
 *
 * Returns undefined when the rows changed while they were read: the next proof sees them.
 */
export async function proveStored(
  database: Database,
  series: StoredSeries,
  facts: CertifiedFacts,
  issuedAtMs: number,
): Promise<Proven | undefined> {
  const stored = await new PieceStore(database).in(series.id, facts.wanted);
  const stale = stored.filter((one) => one.isStale);
  const hashed = await hashPieces(database, series, mergeWindows(stale.map(dayOf)));
  const pieces = [
    ...stored.flatMap(({ isStale, piece }) => (isStale || !piece ? [] : [piece])),
    ...hashed,
  ].sort((a, b) => a.fromMs - b.fromMs);
  const touched = stored.filter((one) => one.isTouched);
  const days = touched.map(dayOf);
  const open = subtractWindows([facts.wanted], facts.coverage);
  const again = stored.filter(
    (one) => one.isHandled && !one.isTouched && !open.some((window) => overlap(window, dayOf(one))),
  );
  const coverage = subtractWindows(facts.coverage, days);
  const certified = await certifySeries(
    database,
    series,
    { ...facts, coverage, touched: days },
    pieces,
  );
  const { certificate, proof } = certified;
  const byDay = new Map(hashed.map((piece) => [piece.fromMs, piece]));
  const isKept = await database.transaction(async (tx) => {
    await holdSeries(tx, series.id);
    await countTouchesIn(tx);
    const pieceStore = new PieceStore(tx);
    if (!same(stored, await pieceStore.in(series.id, facts.wanted))) return false;
    for (const one of stale) await pieceStore.save(series.id, one.fromMs, byDay.get(one.fromMs));
    for (const one of touched) await pieceStore.settle(series.id, one.fromMs);
    for (const one of again) await pieceStore.trust(series.id, one.fromMs);
    // Our writer counts only what it does itself.
    if (touched.length > 0) await pieceStore.countRows(series.id);
    await new CompletenessStore(tx).settle(series.id, {
      takenBack: [...days, ...proof.unfounded],
      outdated: proof.outdated,
    });
    await new CertificateStore(tx).save(series.id, certificate, issuedAtMs);
    return true;
  });
  return isKept ? { ...certified, touched: days } : undefined;
}

function dayOf({ fromMs }: StoredPiece): TimeWindow {
  return { fromMs, toMs: fromMs + PIECE_MS };
}

/** Whether no row of them was touched between the one reading and the other. */
function same(before: readonly StoredPiece[], after: readonly StoredPiece[]): boolean {
  return (
    before.length === after.length &&
    before.every((one, i) => one.fromMs === after[i]?.fromMs && one.changes === after[i].changes)
  );
}
