import { isDegraded, type DataDegraded } from '@fullcarry/contracts/facts/data-degraded-v1';
import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import type { Unproven } from '../desk/desk-options.js';

/** What the database and the bus say about the history at one moment. */
export interface DataSeen {
  /** The dataset certificate that the database holds; undefined while not every series is proven. */
  readonly sha256: string | undefined;
  /** The last `data.ready` of this exchange and source that was heard. */
  readonly ready: DataReady | undefined;
  /** The last `data.degraded` of this exchange and source that was heard. */
  readonly degraded: DataDegraded | undefined;
  /** The tracked markets, and whether each is proven by its own certificates. */
  readonly tracked: ReadonlyMap<string, boolean>;
}

/**
 * `ready`: the fetcher says so, and the certificate that it names is the one in this database.
 * `partly`: some markets are the reason why it does not say so; the others are proven by their own certificates.
 * `withdrawn`: nothing says that any market is proven.
 * `closed` has the markets that may not be traded; undefined means all.
 */
export interface DataVerdict {
  readonly kind: 'ready' | 'partly' | 'withdrawn';
  unprovenBecause(symbol: string): Unproven | undefined;
}

/** Whether the history is proven, as a whole and market by market. */
export function judgeData(seen: DataSeen): DataVerdict {
  const { sha256, ready, degraded, tracked } = seen;
  const unproven = [...tracked].filter(([, isProven]) => !isProven).map(([symbol]) => symbol);
  if (ready && sha256 !== undefined && ready.datasetSha256 === sha256) {
    const open = new Set(ready.markets.filter((market) => market.ready).map((one) => one.symbol));
    const named = new Set(ready.markets.map((one) => one.symbol));
    const isCut = (ready.marketsTotal ?? named.size) > named.size;
    // Of a market that had no room in the message its own certificates say whether it is proven.
    const isOpen = (symbol: string) =>
      open.has(symbol) || (isCut && !named.has(symbol) && tracked.get(symbol) === true);
    return {
      kind: 'ready',
      unprovenBecause: (symbol) => (isOpen(symbol) ? undefined : closed(symbol, tracked)),
    };
  }
  const missing = new Map(degraded?.series.map((one) => [one.symbol, one.missing]));
  const degradedSeries = degraded?.seriesTotal ?? missing.size;
  if (degradedSeries > 0 || unproven.length > 0) {
    return {
      kind: 'partly',
      unprovenBecause: (symbol) => {
        if (degraded && isDegraded(degraded, symbol)) return degradedMarket(missing.get(symbol));
        return tracked.get(symbol) === true ? undefined : closed(symbol, tracked);
      },
    };
  }
  return {
    kind: 'withdrawn',
    unprovenBecause: () => ({
      code: 'not-proven',
      reason: 'The fetcher does not say any more that the history is ready',
    }),
  };
}

function closed(symbol: string, tracked: ReadonlyMap<string, boolean>): Unproven {
  if (!tracked.has(symbol)) {
    return { code: 'not-tracked', reason: 'Its history is not kept' };
  }
  return { code: 'not-proven', reason: 'Its history is not complete yet' };
}

/** `missing`: undefined where the market had no room in the message. */
function degradedMarket(missing: number | undefined): Unproven {
  const rows = missing === undefined ? 'Rows' : `${missing} rows`;
  return { code: 'data-degraded', reason: `${rows} of its history are missing` };
}
