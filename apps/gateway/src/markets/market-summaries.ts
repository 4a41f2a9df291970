import { isDegraded, type DataDegraded } from '@fullcarry/contracts/facts/data-degraded-v1';
import type { MarketState, MarketSummary } from '@fullcarry/contracts/http/market/markets-route';
import type { MarketVerdict } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { MarketRate } from '@fullcarry/contracts/facts/market-rates-v1';
import { isOfTimeframe } from '@fullcarry/domain/series';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import {
  CertificateStore,
  type StoredCertificate,
} from '@fullcarry/history/proof/certificate-store';
import type { Database } from '@fullcarry/history/database/database';
import {
  latestSettlements,
  type LatestSettlement,
} from '@fullcarry/history/markets/latest-settlements';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import type { ExchangeView } from '../exchange-view.js';
import type { FactBoard } from '../facts/fact-board.js';
import { seriesSummaryOf } from './coverage/series-summary-of.js';

interface Known {
  readonly certificates: ReadonlyMap<number, StoredCertificate>;
  readonly settlements: ReadonlyMap<number, LatestSettlement>;
  readonly rates: ReadonlyMap<string, MarketRate>;
  readonly verdicts: ReadonlyMap<string, MarketVerdict>;
  readonly degraded: DataDegraded | undefined;
  readonly board: FactBoard;
}

/** Every market of an exchange that is stored or has a rate: the tracked ones by rank, then the others by turnover. */
export async function marketSummaries(
  database: Database,
  { exchange, facts: board }: ExchangeView,
  timeframe: Timeframe,
): Promise<MarketSummary[]> {
  const everything = await new MarketStore(database).allSeries();
  const all = everything.filter(
    ({ key, market, isTracked }) =>
      market.exchange === exchange && isTracked && isOfTimeframe(key, timeframe),
  );
  const { rates, cycle, degraded } = board.latest;
  const known: Known = {
    certificates: await new CertificateStore(database).all(),
    settlements: await latestSettlements(
      database,
      all.map((series) => series.id),
    ),
    rates: new Map(rates?.fact.markets.map((rate) => [rate.symbol, rate])),
    verdicts: new Map(cycle?.fact.markets.map((verdict) => [verdict.symbol, verdict])),
    degraded: degraded?.fact,
    board,
  };
  const bySymbol = new Map<string, StoredSeries[]>();
  for (const series of all) {
    bySymbol.set(series.market.symbol, [...(bySymbol.get(series.market.symbol) ?? []), series]);
  }
  const stored = [...bySymbol.values()].map((series) => storedMarket(series, known));
  const live = [...known.rates.values()]
    .filter((rate) => !bySymbol.has(rate.symbol))
    .map((rate) => liveMarket(rate, exchange, rates?.fact.source ?? 'unknown', known));
  return [...stored, ...live].sort(byRankThenTurnover);
}

function storedMarket(series: readonly StoredSeries[], known: Known): MarketSummary {
  const [first] = series;
  if (!first) throw new Error('A market without series');
  const { market } = first;
  const { certificates, settlements, board } = known;
  const progress = board.markets.get(market.symbol)?.fact;
  const summaries = series.map((one) =>
    seriesSummaryOf(one, certificates.get(one.id)?.certificate, progress),
  );
  const settled = series.map((one) => settlements.get(one.id)).find((one) => one !== undefined);
  return {
    exchange: market.exchange,
    symbol: market.symbol,
    nativeId: market.nativeId,
    source: market.source,
    state: stateOf(
      market.tracked,
      known.degraded !== undefined && isDegraded(known.degraded, market.symbol),
      summaries,
    ),
    tracked: market.tracked,
    rank: market.rank ?? null,
    listedAtMs: market.listedAtMs ?? null,
    delistedAtMs: market.delistedAtMs ?? null,
    lastSettled: settled ? { ...settled, intervalMinutes: settled.intervalMinutes ?? null } : null,
    series: summaries,
    ...live(market.symbol, market.turnoverUsdt24h ?? null, known),
  };
}

function liveMarket(
  { symbol, nativeId, turnoverUsdt24h }: MarketRate,
  exchange: string,
  source: string,
  known: Known,
): MarketSummary {
  return {
    exchange,
    symbol,
    nativeId,
    source,
    state: 'live',
    tracked: false,
    rank: null,
    listedAtMs: null,
    delistedAtMs: null,
    lastSettled: null,
    series: [],
    ...live(symbol, turnoverUsdt24h, known),
  };
}

/** What is quoted of it now, and reported by the desk's last cycle. */
function live(symbol: string, storedTurnover: string | null, { rates, verdicts }: Known) {
  const rate = rates.get(symbol);
  const verdict = verdicts.get(symbol);
  return {
    turnoverUsdt24h: rate?.turnoverUsdt24h ?? storedTurnover,
    predictedRate: rate?.predictedRate ?? null,
    nextFundingAtMs: rate?.nextFundingAtMs ?? null,
    intervalMinutes: rate?.intervalMinutes ?? null,
    markPrice: rate?.markPrice ?? null,
    openInterest: rate?.openInterest ?? null,
    spotSymbol: rate?.spot?.symbol ?? null,
    netYield: verdict?.netYield ?? null,
    verdict: verdict
      ? { action: verdict.action, reasonCode: verdict.reasonCode, reason: verdict.reason }
      : null,
  };
}

function stateOf(tracked: boolean, isNamed: boolean, series: MarketSummary['series']): MarketState {
  if (!tracked) return 'left';
  if (isNamed) return 'degraded';
  return series.every((one) => one.missing === 0) ? 'ready' : 'fetching';
}

export function byRankThenTurnover(a: MarketSummary, b: MarketSummary): number {
  const byRank = (a.rank ?? Infinity) - (b.rank ?? Infinity);
  // Both without a rank: Infinity − Infinity is no number.
  if (!Number.isNaN(byRank) && byRank !== 0) return byRank;
  return Number(b.turnoverUsdt24h ?? 0) - Number(a.turnoverUsdt24h ?? 0);
}
