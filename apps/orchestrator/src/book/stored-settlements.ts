import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import { exactSetting, plain } from '@fullcarry/domain/desk/book/exact';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import {
  DAY_MS,
  floorTo,
  holds,
  intersectWindows,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { storedCandles, storedSettlements } from '@fullcarry/history/rows/series-rows';
import type { CycleRecorder } from '../record/cycle-recorder.js';
import type {
  KnownSettlement,
  KnownSettlements,
  SettlementRate,
  SettlementSource,
} from './known-settlements.js';

/**
 * Settlements that the store proves: inside the coverage of the market's funding, with the close of the proven candle
 * that ends at the settlement, or of the last one before it, as the price then. It is the mark price where mark candles
 * are kept; else the traded price stands in (docs/adr/0012-funding-booked-from-proven-settlements.md).
 */
export class StoredSettlements implements SettlementSource {
  private readonly markets: MarketStore;
  private readonly completeness: CompletenessStore;

  constructor(
    private readonly database: Database,
    private readonly timeframe: Timeframe,
    private readonly recorder?: Pick<CycleRecorder, 'settledBefore'>,
  ) {
    this.markets = new MarketStore(database);
    this.completeness = new CompletenessStore(database);
  }

  async known(market: LegMarket, fromMs: number, toMs: number): Promise<KnownSettlements> {
    const { venue: exchange, symbol } = market;
    const funding = await this.markets.find({ exchange, symbol, kind: 'funding' });
    const { timeframe } = this;
    const candles = await this.markets.find({ exchange, symbol, kind: 'candles', timeframe });
    const marks = await this.markets.find({ exchange, symbol, kind: 'mark-candles', timeframe });
    const prices = marks?.isTracked === true ? marks : candles;
    if (!funding || !prices) return NOTHING;
    const coverage = await this.completeness.coverage([funding.id, prices.id]);
    const proven = intersectWindows([{ fromMs, toMs: toMs + 1 }], coverage.get(funding.id) ?? []);
    const settlements: KnownSettlement[] = [];
    let unpricedAtMs: number | undefined;
    for (const window of proven) {
      for (const { settledAtMs, rate } of await storedSettlements(
        this.database,
        funding.id,
        window,
      )) {
        const price = await this.priceAt(settledAtMs, prices.id, coverage.get(prices.id) ?? []);
        if (price === undefined) unpricedAtMs ??= settledAtMs;
        else settlements.push({ settledAtMs, rate, ...price });
      }
    }
    const provenToMs = coverage.get(funding.id)?.at(-1)?.toMs;
    const beforeMs = unpricedAtMs ?? provenToMs;
    if (beforeMs !== undefined) this.recorder?.settledBefore(symbol, beforeMs);
    return {
      settlements,
      knownToMs: knownTo(proven, fromMs, unpricedAtMs),
      problem: unpricedAtMs === undefined ? undefined : unpriced(unpricedAtMs),
    };
  }

  async again(
    { venue: exchange, symbol }: LegMarket,
    fromMs: number,
    toMs: number,
  ): Promise<readonly SettlementRate[]> {
    const funding = await this.markets.find({ exchange, symbol, kind: 'funding' });
    if (!funding) return [];
    const coverage = (await this.completeness.coverage([funding.id])).get(funding.id) ?? [];
    const rates: SettlementRate[] = [];
    for (const window of intersectWindows([{ fromMs, toMs: toMs + 1 }], coverage)) {
      rates.push(...(await storedSettlements(this.database, funding.id, window)));
    }
    return rates;
  }

  /**
   * The close of the candle that ends at the instant, or of the last one before it: candles may be longer than the
   * interval of the settlements, and an hour may be proven to have none. Undefined while the candle that would end
   * last is not proven.
   */
  private async priceAt(
    atMs: number,
    seriesId: number,
    coverage: readonly TimeWindow[],
  ): Promise<Pick<KnownSettlement, 'markPrice' | 'priceAtMs'> | undefined> {
    const stepMs = timeframeMs(this.timeframe);
    const endMs = floorTo(atMs, stepMs);
    const proven = coverage.find((window) => holds(window, endMs - stepMs));
    if (!proven) return undefined;
    for (const backMs of [stepMs, LONGEST_BACK_MS]) {
      const fromMs = Math.max(proven.fromMs, endMs - backMs);
      const candles = await storedCandles(this.database, seriesId, { fromMs, toMs: endMs });
      const last = candles.at(-1);
      if (!last) continue;
      return { markPrice: plain(exactSetting(last.close)), priceAtMs: last.openAtMs + stepMs };
    }
    return undefined;
  }
}

/** A price that is older than this is none. */
const LONGEST_BACK_MS = 7 * DAY_MS;

const NOTHING: KnownSettlements = { settlements: [], knownToMs: undefined, problem: undefined };

/** The end of what is proven without a break from the start, or just before what could not be priced. */
function knownTo(
  proven: readonly TimeWindow[],
  fromMs: number,
  unpricedAtMs: number | undefined,
): number | undefined {
  const first = proven.find((window) => window.fromMs === fromMs);
  if (!first) return undefined;
  const provenToMs = first.toMs - 1;
  return unpricedAtMs === undefined ? provenToMs : Math.min(provenToMs, unpricedAtMs - 1);
}

function unpriced(atMs: number): string {
  return `The price at the settlement of ${new Date(atMs).toISOString()} is not proven yet`;
}
