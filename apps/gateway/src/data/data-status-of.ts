import type { DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { MOST_SERIES } from '@fullcarry/contracts/facts/data-degraded-v1';
import type { DataStatus } from '@fullcarry/contracts/http/data/data-status-route';
import type { FactBoard, Heard } from '../facts/fact-board.js';
import type { StoreSnapshot } from './store-snapshot.js';

/** The fetcher says how far it is every 10 s; not heard for three times that, it is not there. */
const LONGEST_SILENCE_MS = 35_000;

/** A fetcher that has not heard from its exchange yet does not know what it reads. */
const NOT_YET_KNOWN = 'unknown';

export interface StatusBasis {
  readonly exchange: string;
  readonly historyEnabled: boolean;
  readonly facts: FactBoard['latest'];
  readonly store: StoreSnapshot;
  readonly natsUp: boolean;
  readonly nowMs: number;
}

interface FetcherState {
  readonly state: DataStatus['state'];
  readonly reason: string | null;
  readonly stale: boolean;
}

/**
 * What `/api/data-status` says, from what the fetcher published last and what is stored. What was published about
 * other data than is stored here (another replay, another stack on the same NATS) is passed over; what is
 * too old to be true for sure is reported as `stale`, with the reason.
 */
export function dataStatusOf(basis: StatusBasis): DataStatus {
  const { exchange, historyEnabled, facts, store } = basis;
  const progress = aboutThis(facts.progress, store.source);
  const { state, reason, stale } = fetcherStateOf(basis, progress);
  const degraded = state === 'disabled' ? undefined : aboutThis(facts.degraded, store.source)?.fact;
  const synced = aboutThis(facts.synced, store.source)?.fact;
  const proof =
    state === 'ready' ? proofOf(aboutThis(facts.ready, store.source)?.fact, store) : null;
  return {
    state,
    reason,
    stale,
    heardAtMs: progress?.heardAtMs ?? null,
    historyEnabled,
    exchange,
    source: store.source ?? progress?.fact.source ?? NOT_YET_KNOWN,
    pairsTracked: store.pairsTracked,
    totalRecords: store.candles + store.fundingRates,
    candles: store.candles,
    fundingRates: store.fundingRates,
    kinds: store.kinds,
    notKept: aboutThis(facts.ready, store.source)?.fact.notKept ?? [],
    earliestMs: store.earliestMs ?? null,
    latestMs: store.latestMs ?? null,
    lastSyncAtMs: store.lastSyncAtMs ?? null,
    lastSyncRows: synced?.rowsAdded ?? null,
    datasetSha256: proof?.sha256 ?? null,
    certifiedAtMs: proof?.issuedAtMs ?? null,
    window: proof?.window ?? store.certified ?? null,
    fetchProgress: state === 'fetching' && progress ? progressOf(progress.fact) : null,
    gaps: store.gaps,
    degradedSeries: degraded?.seriesTotal ?? degraded?.series.length ?? 0,
    degraded: degraded?.series.slice(0, MOST_SERIES) ?? [],
  };
}

function fetcherStateOf(
  basis: StatusBasis,
  progress: Heard<DataProgress> | undefined,
): FetcherState {
  const { historyEnabled, store, natsUp, nowMs } = basis;
  if (!historyEnabled) {
    return { state: 'disabled', reason: 'HISTORICAL_ENABLED=false', stale: false };
  }
  if (!progress) {
    const silence = natsUp ? 'the fetcher has not been heard yet' : 'NATS is away';
    if (store.dataset) return { state: 'ready', reason: `proven before; ${silence}`, stale: true };
    return { state: 'starting', reason: silence, stale: !natsUp };
  }
  const { state, reason } = isProvenSince(basis, progress)
    ? { state: 'ready' as const, reason: null }
    : progress.fact;
  if (!natsUp) {
    return { state, stale: true, reason: `NATS is away; last heard ${at(progress.heardAtMs)}` };
  }
  // A fetcher that is switched off says so once and then has nothing to say.
  if (state !== 'disabled' && nowMs - progress.heardAtMs > LONGEST_SILENCE_MS) {
    return { state, stale: true, reason: `the fetcher was last heard ${at(progress.heardAtMs)}` };
  }
  return { state, reason, stale: false };
}

/** The proof is published some moments before the progress that counts it. */
function isProvenSince({ facts, store }: StatusBasis, progress: Heard<DataProgress>): boolean {
  const ready = aboutThis(facts.ready, store.source);
  return ready !== undefined && ready.heardAtMs > progress.heardAtMs;
}

/** The fetcher's fact comes before the counts that were read a moment ago. */
function proofOf(ready: DataReady | undefined, { dataset, certified }: StoreSnapshot) {
  if (!ready) return dataset && { ...dataset, window: certified };
  return { sha256: ready.datasetSha256, issuedAtMs: ready.atMs, window: ready.window };
}

function aboutThis<Fact extends { readonly source: string }>(
  heard: Heard<Fact> | undefined,
  source: string | undefined,
): Heard<Fact> | undefined {
  if (!heard || source === undefined) return heard;
  return [source, NOT_YET_KNOWN].includes(heard.fact.source) ? heard : undefined;
}

function progressOf(fact: DataProgress): NonNullable<DataStatus['fetchProgress']> {
  const { currentSymbol, pairsDone, pairsTotal, rowsDone, rowsTotal } = fact;
  const { percent, rowsPerSecond, etaSeconds, heldUntilMs } = fact;
  return {
    currentSymbol,
    pairsDone,
    pairsTotal,
    rowsDone,
    rowsTotal,
    percent,
    rowsPerSecond,
    etaSeconds,
    heldUntilMs,
  };
}

function at(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
