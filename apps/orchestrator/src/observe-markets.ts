import type { MarketRate, MarketRates } from '@fullcarry/contracts/market-rates-v1';
import {
  fundingPersistence,
  LEAST_SETTLEMENTS,
  type FundingPersistence,
} from '@fullcarry/domain/desk/funding-persistence';
import type { EndedMarket } from '@fullcarry/domain/desk/ends/ended-market';
import type { Observation, SeenMarket } from '@fullcarry/domain/desk/observation';
import type { QuantityRules } from '@fullcarry/domain/desk/order-quantity';
import { holdsPerp } from '@fullcarry/domain/desk/position-money';
import type { Position } from '@fullcarry/domain/desk/position';
import { unprovenTail } from '@fullcarry/domain/desk/proven-up-to-now';
import type { Reason } from '@fullcarry/domain/desk/verdict';
import { DAY_MS, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { CompletenessStore } from '@fullcarry/history/completeness-store';
import type { Database } from '@fullcarry/history/database';
import { MarketStore } from '@fullcarry/history/market-store';
import { storedSettlements } from '@fullcarry/history/series-rows';
import type { StoredSeries } from '@fullcarry/history/stored-series';
import type { DeskSurroundings } from './desk-options.js';
import { EndedMarkets } from './ended-markets.js';
import { PriceRanges } from './price-ranges.js';
import { RulesMemory } from './rules-memory.js';

/** How far back the settlements are looked at for how long a carry lasts. */
const PERSISTENCE_MS = 90 * DAY_MS;

/** Without history no market is tracked: the most traded ones are looked at. */
const LIVE_MARKETS = 100;

const HISTORY_SHORT: Reason = {
  code: 'history-short',
  text: `Fewer than ${LEAST_SETTLEMENTS} of its settlements are proven: too few to judge how long its carry lasts`,
};

const STALE: Reason = { code: 'stale-rates', text: 'The rates are too old to trade on' };

interface TrackedMarket {
  readonly funding: StoredSeries | undefined;
  readonly candles: StoredSeries | undefined;
}

/** Gathers what is known now of the markets that may be traded, and of those in which something is held. */
export class MarketObserver {
  private readonly markets: MarketStore;
  private readonly completeness: CompletenessStore;
  private readonly rules: RulesMemory;
  private readonly endedMarkets: EndedMarkets;
  private readonly ranges: PriceRanges;
  private readonly remembered = new Map<
    number,
    { readonly provenToMs: number; readonly persistence: FundingPersistence | undefined }
  >();

  constructor(
    private readonly database: Database,
    private readonly exchange: Exchange,
    private readonly timeframe: Timeframe,
    private readonly historyEnabled: boolean,
    private readonly around: Pick<DeskSurroundings, 'unprovenBecause' | 'rates'>,
  ) {
    this.rules = new RulesMemory(exchange);
    this.endedMarkets = new EndedMarkets(database, exchange);
    this.ranges = new PriceRanges(exchange);
    this.markets = new MarketStore(database);
    this.completeness = new CompletenessStore(database);
  }

  /** Before the first rates no market is seen. */
  async observe(held: readonly Position[], nowMs: number): Promise<Observation> {
    const now = this.around.rates();
    const symbols = new Set(held.map(({ symbol }) => symbol));
    const seen = now ? await this.marketsOf(now.rates, symbols, nowMs) : [];
    return {
      venue: this.exchange.id,
      nowMs,
      stale: !now || now.stale ? STALE : undefined,
      markets: new Map(seen.map((market) => [market.symbol, market])),
      ended: await this.ended(held, nowMs),
      ranges: await this.ranges.of(held.filter(holdsPerp), nowMs),
    };
  }

  /** Of what is held the perpetuals that are gone; none while the rates are too old to tell. */
  async ended(held: readonly Position[], nowMs: number): Promise<ReadonlyMap<string, EndedMarket>> {
    const now = this.around.rates();
    if (!now || now.stale) return new Map();
    const told = new Set(now.rates.markets.map(({ symbol }) => symbol));
    return this.endedMarkets.of(held, told, nowMs);
  }

  private async marketsOf(
    rates: MarketRates,
    held: ReadonlySet<string>,
    nowMs: number,
  ): Promise<SeenMarket[]> {
    const rules = await this.rules.now();
    if (this.historyEnabled) return this.provenMarkets(rates, held, rules, nowMs);
    return mostTraded(rates, held).map((rate) =>
      seenMarket(rate, rules, { ...NOTHING_PROVEN, endsAtMs: rate.endsAtMs }),
    );
  }

  private async provenMarkets(
    rates: MarketRates,
    held: ReadonlySet<string>,
    rules: ReadonlyMap<string, QuantityRules>,
    nowMs: number,
  ): Promise<SeenMarket[]> {
    const tracked = await this.tracked(rates.exchange);
    const ids = [...tracked.values()].flatMap(({ funding, candles }) =>
      [funding, candles].flatMap((series) => (series ? [series.id] : [])),
    );
    const coverage = await this.completeness.coverage(ids);
    const looked: SeenMarket[] = [];
    for (const rate of rates.markets) {
      const series = tracked.get(rate.symbol);
      if (!series && !held.has(rate.symbol)) continue;
      const windowsOf = (one: StoredSeries | undefined) => (one && coverage.get(one.id)) ?? [];
      const windows = { funding: windowsOf(series?.funding), candles: windowsOf(series?.candles) };
      const persistence =
        series?.funding && (await this.persistence(series.funding.id, windows.funding));
      const unproven = this.unproven(rate, series, windows, nowMs);
      looked.push(
        seenMarket(rate, rules, {
          persistence,
          unproven: unproven ?? (persistence ? undefined : HISTORY_SHORT),
          endsAtMs: rate.endsAtMs ?? series?.funding?.market.delistedAtMs,
        }),
      );
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

  private unproven(
    rate: MarketRate,
    series: TrackedMarket | undefined,
    windows: { readonly funding: readonly TimeWindow[]; readonly candles: readonly TimeWindow[] },
    nowMs: number,
  ): Reason | undefined {
    if (!series) return { code: 'not-tracked', text: 'Its history is not followed any more' };
    const said = this.around.unprovenBecause(rate.symbol);
    if (said) return { code: said.code, text: said.reason };
    return unprovenTail(windows, {
      nowMs,
      nextFundingAtMs: rate.nextFundingAtMs,
      intervalMs: rate.intervalMinutes * MINUTE_MS,
      candleStepMs: timeframeMs(this.timeframe),
    });
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

type Proven = Pick<SeenMarket, 'persistence' | 'unproven' | 'endsAtMs'>;

/** Without history every market counts as proven, and nothing is known of its past. */
const NOTHING_PROVEN: Proven = {
  persistence: undefined,
  unproven: undefined,
  endsAtMs: undefined,
};

function seenMarket(
  rate: MarketRate,
  rules: ReadonlyMap<string, QuantityRules>,
  proven: Proven,
): SeenMarket {
  const { symbol, nativeId, spot, lastPrice, markPrice } = rate;
  return {
    symbol,
    nativeId,
    spotSymbol: spot?.symbol,
    prices: {
      spot: spot?.lastPrice,
      perp: lastPrice,
      unitsPerContract: spot?.unitsPerContract ?? 1,
    },
    markPrice,
    predicted: { rate: Number(rate.predictedRate), intervalMinutes: rate.intervalMinutes },
    turnoverUsdt24h: Number(rate.turnoverUsdt24h),
    rules: rules.get(symbol),
    ...proven,
  };
}
