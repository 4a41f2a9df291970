import { isDegraded, type DataDegraded } from '@fullcarry/contracts/facts/data-degraded-v1';
import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import type { InstrumentKind } from '@fullcarry/domain/desk/book/position-leg';
import { isForResearch, isOfSpot } from '@fullcarry/domain/series';
import type { Unproven } from '../desk/desk-options.js';

/** What the database and the bus say about the history at one moment. */
export interface DataSeen {
  /** The dataset certificate that the database holds; undefined while not every series is proven. */
  readonly sha256: string | undefined;
  /** The last `data.ready` of this exchange and source that was heard. */
  readonly ready: DataReady | undefined;
  /** The last `data.degraded` of this exchange and source that was heard. */
  readonly degraded: DataDegraded | undefined;
  /** The tracked markets, and whether the series of each perpetual are proven by their own certificates. */
  readonly tracked: ReadonlyMap<string, boolean>;
  /** The same of the spot market beside each, where one is kept; undefined where no history of spot is kept at all. */
  readonly spots?: ReadonlyMap<string, boolean> | undefined;
  /** Whether a series is not proven that nothing is traded by: the whole is not ready then, and no market is closed. */
  readonly isResearchOpen?: boolean;
}

/**
 * `ready`: the fetcher says so, and the certificate that it names is the one in this database; or all perpetuals are
 * proven, and spot series are the only ones that it names as not proven: those close their own pairs. A series for
 * research closes nothing.
 * `partly`: some markets are the reason why it does not say so; the others are proven by their own certificates.
 * `withdrawn`: nothing says that any market is proven.
 * `closed` has the markets that may not be traded; undefined means all.
 */
export interface DataVerdict {
  readonly kind: 'ready' | 'partly' | 'withdrawn';
  /** Of the perpetual `symbol`, or of the spot market beside it. */
  unprovenBecause(symbol: string, instrument: InstrumentKind): Unproven | undefined;
}

/** Whether the history is proven, as a whole and market by market. */
export function judgeData(seen: DataSeen): DataVerdict {
  const { sha256, ready } = seen;
  if (ready && sha256 !== undefined && ready.datasetSha256 === sha256)
    return readyVerdict(ready, seen);
  const { degraded, tracked, spots = NO_SPOTS } = seen;
  const unproven = [...tracked, ...spots].filter(([, isProven]) => !isProven);
  const degradedSeries = degraded?.seriesTotal ?? degraded?.series.length ?? 0;
  if (degradedSeries === 0 && unproven.length === 0 && seen.isResearchOpen !== true)
    return WITHDRAWN;
  return {
    kind: lacksOnlySpot(seen) ? 'ready' : 'partly',
    unprovenBecause: (symbol, instrument) => {
      const known = provenOf(seen, instrument);
      if (!known) return undefined;
      if (degraded && namesIt(degraded, symbol, instrument)) {
        return degradedMarket(missingOf(degraded, symbol, instrument));
      }
      return known.get(symbol) === true ? undefined : closed(symbol, known, instrument);
    },
  };
}

const NO_SPOTS: ReadonlyMap<string, boolean> = new Map();

const WITHDRAWN: DataVerdict = {
  kind: 'withdrawn',
  unprovenBecause: () => ({
    code: 'not-proven',
    reason: 'The fetcher does not say any more that the history is ready',
  }),
};

function readyVerdict(ready: DataReady, seen: DataSeen): DataVerdict {
  const { tracked, spots } = seen;
  const open = new Set(ready.markets.filter((market) => market.ready).map((one) => one.symbol));
  const named = new Set(ready.markets.map((one) => one.symbol));
  const isCut = (ready.marketsTotal ?? named.size) > named.size;
  // Of a market that had no room in the message its own certificates say whether it is proven.
  const isOpen = (symbol: string) =>
    open.has(symbol) || (isCut && !named.has(symbol) && tracked.get(symbol) === true);
  return {
    kind: 'ready',
    unprovenBecause: (symbol, instrument) => {
      if (!isOpen(symbol)) return closed(symbol, tracked, 'perpetual');
      if (instrument === 'perpetual' || !spots || spots.get(symbol) === true) return undefined;
      return closed(symbol, spots, 'spot');
    },
  };
}

/** Every perpetual is proven, and the fetcher names series of spot, or of what nothing is traded by, and no other. */
function lacksOnlySpot({ degraded, tracked }: DataSeen): boolean {
  const series = degraded?.series ?? [];
  const isWhole = (degraded?.seriesTotal ?? series.length) === series.length;
  const isOnlySpot =
    series.length > 0 &&
    series.every(({ series: { kind } }) => isOfSpot(kind) || isForResearch(kind));
  return isWhole && isOnlySpot && tracked.size > 0 && [...tracked.values()].every(Boolean);
}

/** Undefined where no history of it is kept at all, so that none is asked for. */
function provenOf({ tracked, spots }: DataSeen, instrument: InstrumentKind) {
  return instrument === 'spot' ? spots : tracked;
}

/** Where the list had to be cut it does not say which series of a market it is: all are closed then. */
function namesIt(fact: DataDegraded, symbol: string, instrument: InstrumentKind): boolean {
  const isWhole = (fact.seriesTotal ?? fact.series.length) === fact.series.length;
  return isWhole ? seriesOf(fact, symbol, instrument).length > 0 : isDegraded(fact, symbol);
}

function missingOf(
  fact: DataDegraded,
  symbol: string,
  instrument: InstrumentKind,
): number | undefined {
  return seriesOf(fact, symbol, instrument).at(-1)?.missing;
}

function seriesOf({ series }: DataDegraded, symbol: string, instrument: InstrumentKind) {
  const isSpot = instrument === 'spot';
  return series.filter(
    ({ symbol: named, series: { kind } }) =>
      named === symbol && isOfSpot(kind) === isSpot && !isForResearch(kind),
  );
}

function closed(
  symbol: string,
  tracked: ReadonlyMap<string, boolean>,
  instrument: InstrumentKind,
): Unproven {
  const whose = instrument === 'spot' ? 'The history of its spot market' : 'Its history';
  if (!tracked.has(symbol)) return { code: 'not-tracked', reason: `${whose} is not kept` };
  return { code: 'not-proven', reason: `${whose} is not complete yet` };
}

/** `missing`: undefined where the market had no room in the message. */
function degradedMarket(missing: number | undefined): Unproven {
  const rows = missing === undefined ? 'Rows' : `${missing} rows`;
  return { code: 'data-degraded', reason: `${rows} of its history are missing` };
}
