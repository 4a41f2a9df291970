import type { MarketRate, MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';
import {
  fundingPersistence,
  HISTORY_SHORT,
  PERSISTENCE_MS,
  persistenceAfterMs,
  type FundingPersistence,
} from '@fullcarry/domain/desk/observe/funding-persistence';
import { unprovenCandle, unprovenTail } from '@fullcarry/domain/desk/observe/proven-up-to-now';
import type { Reason } from '@fullcarry/domain/desk/decide/verdict';
import { DAY_MS, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { TradingRules } from '@fullcarry/domain/market/trading-rules';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { storedSettlements } from '@fullcarry/history/rows/series-rows';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import type { DeskVenue } from '../desk/desk-options.js';
import type { SignalValues } from '@fullcarry/domain/signal/market-signals';
import { RulesMemory } from './rules-memory.js';
import { StoredSignals } from '@fullcarry/history/signals/stored-signals';

/** Without history no market is tracked: the most traded ones are observed. */
const LIVE_MARKETS = 100;

/** The last settlement lies so long before the end of what is proven at most: none is known that is settled less than daily. */
const LONGEST_STEP_MS = 2 * DAY_MS;

interface TrackedMarket {
  readonly funding: StoredSeries | undefined;
  readonly candles: StoredSeries | undefined;
  readonly 'spot-candles': StoredSeries | undefined;
}

const NO_SERIES: TrackedMarket = {
  funding: undefined,
  candles: undefined,
  'spot-candles': undefined,
};

/** Of which perpetuals signals are asked for: to make them takes reading half a year of rows once. */
export type SignalsWish = (market: Pick<MarketRate, 'symbol' | 'nativeId'>) => boolean;

interface ProvenWish {
  readonly held: ReadonlySet<string>;
  readonly rules: ReadonlyMap<string, TradingRules>;
  readonly nowMs: number;
  readonly signalsOf: SignalsWish;
}

/** One perpetual of an exchange as it is seen, and its spot market where there is one. */
export interface SeenPerpetual {
  readonly rate: MarketRate;
  readonly rules: TradingRules | undefined;
  readonly persistence: FundingPersistence | undefined;
  /** Why its history is not proven up to now. */
  readonly unproven: Reason | undefined;
  /** Why that of the spot market beside it is not; undefined also where no history of spot is kept. */
  readonly spotUnproven: Reason | undefined;
  readonly endsAtMs: number | undefined;
  /** Settlements before it are proven. */
  readonly provenBeforeMs: number;
  /** Only where they are asked for, and history is kept. */
  readonly signals: SignalValues | undefined;
}

/** Gathers what is known now of the perpetuals of one exchange that may be traded, and of those that are held. */
export class VenueObserver {
  private readonly markets: MarketStore;
  private readonly completeness: CompletenessStore;
  private readonly rules: RulesMemory;
  private readonly signals: StoredSignals;
  private readonly remembered = new Map<
    number,
    { readonly provenToMs: number; readonly persistence: FundingPersistence | undefined }
  >();

  constructor(
    private readonly database: Database,
    readonly venue: DeskVenue,
    private readonly timeframe: Timeframe,
    private readonly historyEnabled: boolean,
  ) {
    this.rules = new RulesMemory(venue.exchange);
    this.signals = new StoredSignals(timeframe);
    this.markets = new MarketStore(database);
    this.completeness = new CompletenessStore(database);
  }

  /** `held`: symbols of perpetuals. Before the first rates nothing is seen. */
  async observe(
    held: ReadonlySet<string>,
    nowMs: number,
    signalsOf: SignalsWish,
  ): Promise<SeenPerpetual[]> {
    const now = this.venue.rates();
    if (!now) return [];
    const rules = await this.rules.now();
    if (this.historyEnabled) {
      const about = { held, rules, nowMs, signalsOf };
      return this.provenMarkets(now.rates, about);
    }
    // Without history every market counts as proven, and nothing is known of its past.
    return mostTraded(now.rates, held).map((rate) => ({
      ...{ rate, rules: rules.get(rate.symbol), persistence: undefined },
      ...{ unproven: undefined, spotUnproven: undefined, signals: undefined },
      ...{ endsAtMs: rate.endsAtMs, provenBeforeMs: 0 },
    }));
  }

  /** Whether the exchange quotes a rate of the perpetual now; undefined while the last one is too old. */
  isQuoted(symbol: string): boolean | undefined {
    const now = this.venue.rates();
    if (!now || now.stale) return undefined;
    return now.rates.markets.some((rate) => rate.symbol === symbol);
  }

  private async provenMarkets(
    rates: MarketRates,
    { held, rules, nowMs, signalsOf }: ProvenWish,
  ): Promise<SeenPerpetual[]> {
    const tracked = await this.tracked(rates.exchange);
    const ids = [...tracked.values()].flatMap(({ funding, candles, 'spot-candles': spot }) =>
      [funding, candles, spot].flatMap((series) => (series ? [series.id] : [])),
    );
    const coverage = await this.completeness.coverage(ids);
    const perpetuals: SeenPerpetual[] = [];
    for (const rate of rates.markets) {
      const series = tracked.get(rate.symbol);
      if (!series && !held.has(rate.symbol)) continue;
      const windowsOf = (one: StoredSeries | undefined) => (one && coverage.get(one.id)) ?? [];
      const windows = { funding: windowsOf(series?.funding), candles: windowsOf(series?.candles) };
      const persistence =
        series?.funding && (await this.persistence(series.funding.id, windows.funding, nowMs));
      const unproven = this.unproven(rate, series, windows, nowMs);
      perpetuals.push({
        rate,
        rules: rules.get(rate.symbol),
        persistence,
        unproven: unproven ?? (persistence ? undefined : HISTORY_SHORT),
        spotUnproven: this.spotUnproven(
          rate.symbol,
          series,
          windowsOf(series?.['spot-candles']),
          nowMs,
        ),
        endsAtMs: rate.endsAtMs ?? series?.funding?.market.delistedAtMs,
        provenBeforeMs: windows.funding.at(-1)?.toMs ?? 0,
        signals: signalsOf(rate) ? await this.signalsOf(rate, series, coverage) : undefined,
      });
    }
    return perpetuals;
  }

  /** Of proven rows alone: what is not proven has none. */
  private async signalsOf(
    { spot }: MarketRate,
    series: TrackedMarket | undefined,
    coverage: ReadonlyMap<number, readonly TimeWindow[]>,
  ): Promise<SignalValues | undefined> {
    const proven = (one: StoredSeries | undefined) =>
      one && { series: one, coverage: coverage.get(one.id) ?? [] };
    const [funding, candles] = [proven(series?.funding), proven(series?.candles)];
    if (!funding || !candles) return undefined;
    const parts = { funding, candles, spot: proven(series?.['spot-candles']) };
    const market = { ...parts, unitsPerContract: spot?.unitsPerContract ?? 1 };
    return this.signals.of(this.database, market);
  }

  /** Whether the fetcher follows the market, so that its settlements will be proven. */
  async tracks(symbol: string): Promise<boolean> {
    return this.historyEnabled && (await this.tracked(this.venue.exchange.id)).has(symbol);
  }

  private async tracked(exchange: string): Promise<Map<string, TrackedMarket>> {
    const bySymbol = new Map<string, TrackedMarket>();
    for (const series of await this.markets.trackedSeries(exchange, this.timeframe)) {
      const { symbol, kind } = series.key;
      const known = bySymbol.get(symbol) ?? NO_SERIES;
      bySymbol.set(symbol, { ...known, [kind]: series });
    }
    return bySymbol;
  }

  private unproven(
    rate: MarketRate,
    series: TrackedMarket | undefined,
    windows: { readonly funding: readonly TimeWindow[]; readonly candles: readonly TimeWindow[] },
    nowMs: number,
  ): Reason | undefined {
    if (!series) return { code: 'not-tracked', text: 'Its history is not followed any more' };
    const unproven = this.venue.unprovenBecause(rate.symbol, 'perpetual');
    if (unproven) return { code: unproven.code, text: unproven.reason };
    return unprovenTail(windows, {
      nowMs,
      nextFundingAtMs: rate.nextFundingAtMs,
      intervalMs: rate.intervalMinutes * MINUTE_MS,
      candleStepMs: timeframeMs(this.timeframe),
    });
  }

  private spotUnproven(
    symbol: string,
    series: TrackedMarket | undefined,
    coverage: readonly TimeWindow[],
    nowMs: number,
  ): Reason | undefined {
    const unproven = this.venue.unprovenBecause(symbol, 'spot');
    if (unproven) return { code: unproven.code, text: unproven.reason };
    if (!series?.['spot-candles']) return undefined;
    return unprovenCandle(coverage, { nowMs, candleStepMs: timeframeMs(this.timeframe) });
  }

  /**
   * Read again only when more is proven than the last time. What is settled while a cycle goes on is none of it: an
   * observation is of its instant.
   */
  private async persistence(
    seriesId: number,
    coverage: readonly TimeWindow[],
    nowMs: number,
  ): Promise<FundingPersistence | undefined> {
    const provenToMs = Math.min(coverage.at(-1)?.toMs ?? 0, nowMs + 1);
    const known = this.remembered.get(seriesId);
    if (known?.provenToMs === provenToMs) return known.persistence;
    // Up to what is proven and not to now, so that a restart comes to the same figures.
    const window = { fromMs: provenToMs - PERSISTENCE_MS - LONGEST_STEP_MS, toMs: provenToMs };
    const settled = await storedSettlements(this.database, seriesId, window);
    const afterMs = persistenceAfterMs(settled.at(-1)?.settledAtMs ?? 0);
    const persistence = fundingPersistence(
      settled.filter(({ settledAtMs }) => settledAtMs > afterMs),
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
