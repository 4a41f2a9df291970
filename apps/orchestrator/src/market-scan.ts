import type { DeskSettings } from '@fullcarry/contracts/desk-settings';
import type { MarketRate, MarketRates } from '@fullcarry/contracts/market-rates-v1';
import {
  fundingPersistence,
  LEAST_SETTLEMENTS,
  type FundingPersistence,
} from '@fullcarry/domain/desk/funding-persistence';
import { marketOutlook, type MarketOutlook } from '@fullcarry/domain/desk/market-outlook';
import { unprovenTail } from '@fullcarry/domain/desk/proven-up-to-now';
import type { Reason } from '@fullcarry/domain/desk/verdict';
import { DAY_MS, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import { CompletenessStore } from '@fullcarry/history/completeness-store';
import type { Database } from '@fullcarry/history/database';
import { MarketStore } from '@fullcarry/history/market-store';
import { storedSettlements } from '@fullcarry/history/series-rows';
import type { StoredSeries } from '@fullcarry/history/stored-series';
import type { DeskSurroundings } from './desk-options.js';

/** A market as a cycle sees it. */
export interface ScannedMarket {
  readonly rate: MarketRate;
  readonly outlook: MarketOutlook;
  /** (perpetual − spot) / spot; undefined where there is no spot. */
  readonly basis: number | undefined;
  /** Why its history is not proven up to now: nothing is opened. */
  readonly unproven: Reason | undefined;
  /** Why its history is not trusted any more: what is held is closed. */
  readonly dataLost: Reason | undefined;
}

/** How far back the settlements are looked at for how long a carry lasts. */
const PERSISTENCE_MS = 90 * DAY_MS;

/** Without history no market is tracked: the most traded ones are looked at. */
const LIVE_MARKETS = 100;

const HISTORY_SHORT: Reason = {
  code: 'history-short',
  text: `Fewer than ${LEAST_SETTLEMENTS} of its settlements are proven: too few to judge how long its carry lasts`,
};

interface Proof {
  unproven: Reason | undefined;
  readonly dataLost: Reason | undefined;
}

interface TrackedMarket {
  readonly funding: StoredSeries | undefined;
  readonly candles: StoredSeries | undefined;
}

/** Looks at the markets that may be traded, and at those in which something is held. */
export class MarketScan {
  private readonly markets: MarketStore;
  private readonly completeness: CompletenessStore;
  private readonly remembered = new Map<
    number,
    { readonly provenToMs: number; readonly persistence: FundingPersistence | undefined }
  >();

  constructor(
    private readonly database: Database,
    private readonly timeframe: Timeframe,
    private readonly historyEnabled: boolean,
    private readonly around: Pick<DeskSurroundings, 'unprovenBecause'>,
  ) {
    this.markets = new MarketStore(database);
    this.completeness = new CompletenessStore(database);
  }

  async scan(
    rates: MarketRates,
    held: ReadonlySet<string>,
    settings: DeskSettings,
    nowMs: number,
  ): Promise<ScannedMarket[]> {
    if (!this.historyEnabled) {
      return mostTraded(rates, held).map((rate) =>
        scanned(rate, undefined, settings, { unproven: undefined, dataLost: undefined }),
      );
    }
    const tracked = await this.tracked(rates.exchange);
    const ids = [...tracked.values()].flatMap(({ funding, candles }) =>
      [funding, candles].flatMap((series) => (series ? [series.id] : [])),
    );
    const coverage = await this.completeness.coverage(ids);
    const looked: ScannedMarket[] = [];
    for (const rate of rates.markets) {
      const series = tracked.get(rate.symbol);
      if (!series && !held.has(rate.symbol)) continue;
      const windowsOf = (one: StoredSeries | undefined) => (one && coverage.get(one.id)) ?? [];
      const windows = { funding: windowsOf(series?.funding), candles: windowsOf(series?.candles) };
      const persistence =
        series?.funding && (await this.persistence(series.funding.id, windows.funding));
      const proof = this.proof(rate, series, windows, nowMs);
      if (!persistence) proof.unproven ??= HISTORY_SHORT;
      looked.push(scanned(rate, persistence, settings, proof));
    }
    return looked;
  }

  /** Whether the fetcher follows the market, so that its settlements will be proven. */
  async tracks(exchange: string, symbol: string): Promise<boolean> {
    return this.historyEnabled && (await this.tracked(exchange)).has(symbol);
  }

  private async tracked(exchange: string): Promise<Map<string, TrackedMarket>> {
    const bySymbol = new Map<string, TrackedMarket>();
    for (const series of await this.markets.trackedSeries(exchange, this.timeframe)) {
      const { symbol, kind } = series.key;
      const known = bySymbol.get(symbol) ?? { funding: undefined, candles: undefined };
      bySymbol.set(symbol, { ...known, [kind]: series });
    }
    return bySymbol;
  }

  private proof(
    rate: MarketRate,
    series: TrackedMarket | undefined,
    windows: { readonly funding: readonly TimeWindow[]; readonly candles: readonly TimeWindow[] },
    nowMs: number,
  ): Proof {
    if (!series) {
      const lost = { code: 'not-tracked', text: 'Its history is not followed any more' };
      return { unproven: lost, dataLost: lost };
    }
    const said = this.around.unprovenBecause(rate.symbol);
    if (said) {
      const reason = { code: said.code, text: said.reason };
      return { unproven: reason, dataLost: said.code === 'not-proven' ? undefined : reason };
    }
    const due = {
      nowMs,
      nextFundingAtMs: rate.nextFundingAtMs,
      intervalMs: rate.intervalMinutes * MINUTE_MS,
      candleStepMs: timeframeMs(this.timeframe),
    };
    return { unproven: unprovenTail(windows, due), dataLost: undefined };
  }

  /** Read again only when more is proven than the last time. */
  private async persistence(
    seriesId: number,
    coverage: readonly TimeWindow[],
  ): Promise<FundingPersistence | undefined> {
    const provenToMs = coverage.at(-1)?.toMs ?? 0;
    const known = this.remembered.get(seriesId);
    if (known?.provenToMs === provenToMs) return known.persistence;
    // Up to what is proven and not to now, so that a restart comes to the same figures.
    const window = { fromMs: provenToMs - PERSISTENCE_MS, toMs: provenToMs };
    const persistence = fundingPersistence(
      await storedSettlements(this.database, seriesId, window),
    );
    this.remembered.set(seriesId, { provenToMs, persistence });
    return persistence;
  }
}

function mostTraded(rates: MarketRates, held: ReadonlySet<string>): MarketRate[] {
  const byTurnover = [...rates.markets].sort(
    (a, b) => Number(b.turnoverUsdt24h) - Number(a.turnoverUsdt24h),
  );
  return byTurnover.filter((rate, i) => i < LIVE_MARKETS || held.has(rate.symbol));
}

function scanned(
  rate: MarketRate,
  persistence: FundingPersistence | undefined,
  settings: DeskSettings,
  proof: Proof,
): ScannedMarket {
  const predicted = {
    rate: Number(rate.predictedRate),
    intervalMinutes: rate.intervalMinutes,
  };
  return {
    rate,
    outlook: marketOutlook(predicted, persistence, settings),
    basis: rate.spot ? basisOf(rate, rate.spot) : undefined,
    ...proof,
  };
}

function basisOf(rate: MarketRate, spot: NonNullable<MarketRate['spot']>): number {
  const spotPrice = Number(spot.lastPrice) * spot.unitsPerContract;
  return (Number(rate.lastPrice) - spotPrice) / spotPrice;
}
