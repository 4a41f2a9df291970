import type { Certificate } from '@fullcarry/domain/completeness/proof/certificate';
import { seriesName } from '@fullcarry/domain/series';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import { marketsOf } from '../database/find-market.js';
import {
  verifyCertificates,
  type Verification,
} from '@fullcarry/history/proof/verify-certificates';

/** What recomputing every certificate came to. */
export interface SeriesVerdict {
  readonly checked: number;
  readonly differences: readonly Verification[];
  /** Tracked series that have no certificate yet, by name. */
  readonly uncertified: readonly string[];
}

export interface VerifyStep {
  readonly done: number;
  readonly total: number;
  readonly name: string;
}

/**
 * Recomputes the certificates one by one, of one exchange or of all; `report` hears of each.
 *
 * Errors: UsageError when nothing of the exchange is stored.
 */
export async function verifySeries(
  database: Database,
  exchange: string | undefined,
  report: (step: VerifyStep) => void,
): Promise<SeriesVerdict> {
  const issued = await new CertificateStore(database).all();
  const everything = await new MarketStore(database).allSeries();
  const ids = new Set(marketsOf(everything, exchange).map(({ id }) => id));
  const all = everything.filter(({ market }) => ids.has(market.id));
  const total = all.filter(({ id }) => issued.has(id)).length;
  const differences: Verification[] = [];
  let checked = 0;
  for await (const one of verifyCertificates(database, exchange)) {
    checked += 1;
    if (!one.agrees) differences.push(one);
    report({ done: checked, total, name: seriesName(one.series.key) });
  }
  const uncertified = all
    .filter(({ id, market }) => market.tracked && !issued.has(id))
    .map(({ key }) => seriesName(key));
  return { checked, differences, uncertified };
}

/** What differs, one line each: what the certificate says, and what the rows say now. */
export function differingParts(
  stored: Certificate,
  recomputed: Certificate,
): { what: string; stored: string; recomputed: string }[] {
  const parts = [
    { what: 'rows present', of: (c: Certificate) => String(c.present) },
    { what: 'rows confirmed empty', of: (c: Certificate) => String(c.confirmedEmpty) },
    { what: 'first row', of: (c: Certificate) => timeOf(c.firstRowAtMs) },
    { what: 'last row', of: (c: Certificate) => timeOf(c.lastRowAtMs) },
    { what: 'sha256 of the rows', of: (c: Certificate) => c.sha256 },
  ];
  return parts
    .map(({ what, of }) => ({ what, stored: of(stored), recomputed: of(recomputed) }))
    .filter((part) => part.stored !== part.recomputed);
}

function timeOf(atMs: number | undefined): string {
  return atMs === undefined ? 'none' : new Date(atMs).toISOString();
}
