import { KINDS_OF_SERIES, SERIES_KINDS, type RowShape } from '@fullcarry/domain/series';
import type { DataStatus } from '@fullcarry/contracts/http/data/data-status-route';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import {
  CertificateStore,
  type DatasetCertificate,
} from '@fullcarry/history/proof/certificate-store';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { seriesExtents } from '@fullcarry/history/markets/series-extents';

/** What the database says of the tracked markets together. */
export interface StoreSnapshot {
  /** Where the rows come from; undefined before any market is stored. */
  readonly source: string | undefined;
  readonly pairsTracked: number;
  readonly candles: number;
  readonly fundingRates: number;
  readonly kinds: DataStatus['kinds'];
  readonly earliestMs: number | undefined;
  readonly latestMs: number | undefined;
  readonly lastSyncAtMs: number | undefined;
  readonly dataset: DatasetCertificate | undefined;
  /** The stretch of all certificates together. */
  readonly certified: TimeWindow | undefined;
  /** Holes that are not proven. */
  readonly gaps: number;
}

export async function readStoreSnapshot(
  database: Database,
  exchange: string,
  timeframe: Timeframe,
): Promise<StoreSnapshot> {
  const all = await new MarketStore(database).trackedSeries(exchange, timeframe);
  const ids = all.map((series) => series.id);
  const extents = await seriesExtents(database, ids);
  const gaps = await new CompletenessStore(database).gaps(ids);
  const store = new CertificateStore(database);
  const certificates = await store.all();
  const windows = ids.flatMap((id) => certificates.get(id)?.certificate.window ?? []);
  const rowsOf = (shape: RowShape) =>
    all
      .filter((series) => SERIES_KINDS[series.key.kind].rows === shape)
      .reduce((sum, series) => sum + (extents.get(series.id)?.rows ?? 0), 0);
  return {
    source: all[0]?.market.source,
    pairsTracked: new Set(all.map((series) => series.market.id)).size,
    candles: rowsOf('candles'),
    fundingRates: rowsOf('funding'),
    kinds: KINDS_OF_SERIES.flatMap((kind) => {
      const some = all.filter(({ key }) => key.kind === kind);
      const proven = some.filter(({ id }) => certificates.get(id)?.certificate.missing === 0);
      const rows = some.reduce((sum, { id }) => sum + (extents.get(id)?.rows ?? 0), 0);
      return some.length === 0 ? [] : [{ kind, pairs: some.length, proven: proven.length, rows }];
    }),
    earliestMs: least([...extents.values()].map((extent) => extent.firstAtMs)),
    latestMs: most([...extents.values()].map((extent) => extent.lastAtMs)),
    lastSyncAtMs: most(all.flatMap((series) => series.lastSyncAtMs ?? [])),
    dataset: await store.dataset(exchange),
    certified: hull(windows),
    gaps: [...gaps.values()].flat().filter((gap) => gap.status === 'missing').length,
  };
}

function hull(windows: readonly TimeWindow[]): TimeWindow | undefined {
  const fromMs = least(windows.map((window) => window.fromMs));
  const toMs = most(windows.map((window) => window.toMs));
  return fromMs === undefined || toMs === undefined ? undefined : { fromMs, toMs };
}

function least(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : Math.min(...numbers);
}

function most(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}
