import type { DataDegraded } from '@fullcarry/contracts/data-degraded-v1';
import type { DataReady } from '@fullcarry/contracts/data-ready-v1';
import type { Unproven } from './desk-options.js';

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
  const named = new Map(degraded?.series.map((one) => [one.symbol, one.missing]));
  const unproven = [...tracked].filter(([, isProven]) => !isProven).map(([symbol]) => symbol);
  if (ready && sha256 !== undefined && ready.datasetSha256 === sha256) {
    const open = new Set(ready.markets.filter((market) => market.ready).map((one) => one.symbol));
    return {
      kind: 'ready',
      unprovenBecause: (symbol) => (open.has(symbol) ? undefined : closed(symbol, tracked)),
    };
  }
  if (named.size > 0 || unproven.length > 0) {
    return {
      kind: 'partly',
      unprovenBecause: (symbol) => {
        const missing = named.get(symbol);
        if (missing !== undefined) return degradedMarket(missing);
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

function degradedMarket(missing: number): Unproven {
  return { code: 'data-degraded', reason: `${missing} rows of its history are missing` };
}
