import { exactSetting, plain } from '@fullcarry/domain/desk/exact';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import { covers, intersectWindows, type TimeWindow } from '@fullcarry/domain/time-window';
import { CompletenessStore } from '@fullcarry/history/completeness-store';
import type { Database } from '@fullcarry/history/database';
import type { StoredPosition } from '@fullcarry/history/desk-rows';
import { MarketStore } from '@fullcarry/history/market-store';
import { storedCandles, storedSettlements } from '@fullcarry/history/series-rows';
import type { KnownSettlement, KnownSettlements, SettlementSource } from './known-settlements.js';

/**
 * Settlements that the store proves: inside the coverage of the market's funding, with the close of the
 * proven candle that ends at the settlement as the price then. Bybit's funding history has no mark price;
 * docs/adr/0012-funding-booked-from-proven-settlements.md says why this one stands in.
 */
export class StoredSettlements implements SettlementSource {
  private readonly markets: MarketStore;
  private readonly completeness: CompletenessStore;

  constructor(
    private readonly database: Database,
    private readonly timeframe: Timeframe,
  ) {
    this.markets = new MarketStore(database);
    this.completeness = new CompletenessStore(database);
  }

  async known(position: StoredPosition, fromMs: number, toMs: number): Promise<KnownSettlements> {
    const { exchange, symbol } = position;
    const funding = await this.markets.find({ exchange, symbol, kind: 'funding' });
    const { timeframe } = this;
    const candles = await this.markets.find({ exchange, symbol, kind: 'candles', timeframe });
    if (!funding || !candles) return NOTHING;
    const coverage = await this.completeness.coverage([funding.id, candles.id]);
    const proven = intersectWindows([{ fromMs, toMs: toMs + 1 }], coverage.get(funding.id) ?? []);
    const settlements: KnownSettlement[] = [];
    let unpricedAtMs: number | undefined;
    for (const window of proven) {
      for (const { settledAtMs, rate } of await storedSettlements(
        this.database,
        funding.id,
        window,
      )) {
        const markPrice = await this.closeAt(
          settledAtMs,
          candles.id,
          coverage.get(candles.id) ?? [],
        );
        if (markPrice === undefined) unpricedAtMs ??= settledAtMs;
        else settlements.push({ settledAtMs, rate, markPrice });
      }
    }
    return {
      settlements,
      knownToMs: knownTo(proven, fromMs, unpricedAtMs),
      problem: unpricedAtMs === undefined ? undefined : unpriced(unpricedAtMs),
    };
  }

  /** The close of the candle that ends at the instant, exact; undefined while it is not proven. */
  private async closeAt(
    atMs: number,
    seriesId: number,
    coverage: readonly TimeWindow[],
  ): Promise<string | undefined> {
    const fromMs = atMs - timeframeMs(this.timeframe);
    if (!covers(coverage, fromMs)) return undefined;
    const [candle] = await storedCandles(this.database, seriesId, { fromMs, toMs: fromMs + 1 });
    return candle && plain(exactSetting(candle.close));
  }
}

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
