import type { SpotCounterpart } from '@fullcarry/domain/market/spot-ticker';
import { isCandleKind, isOfSpot, timeframeOf, type SeriesKind } from '@fullcarry/domain/series';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { Database } from '../database/database.js';
import { ON_SAME_SERIES } from './market-store.js';

/** The spot markets beside the perpetuals. Written by the fetcher that asks for them. */
export class SpotStore {
  constructor(private readonly database: Database) {}

  /**
   * Keeps which spot market the desk trades against a market, undefined where there is none now, and tracks the series
   * of these kinds of that one only. Those of another one rest with their rows: they are another market's.
   */
  async setSpot(
    marketId: number,
    spot: SpotCounterpart | undefined,
    kinds: readonly SeriesKind[],
    timeframe: Timeframe,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.execute(
        'UPDATE market SET spot_symbol = $1, spot_native_id = $2, spot_units = $3 WHERE id = $4',
        spot?.spotSymbol ?? null,
        spot?.spotNativeId ?? null,
        spot?.unitsPerContract ?? null,
        marketId,
      );
      await tx.execute(
        "UPDATE series SET tracked = $1 WHERE market_id = $2 AND spot_native_id <> ''",
        false,
        marketId,
      );
      for (const kind of spot ? kinds.filter(isOfSpot) : []) {
        await tx.execute(
          `INSERT INTO series (market_id, kind, timeframe, spot_native_id, tracked)
           VALUES ($1, $2, $3, $4, $5) ${ON_SAME_SERIES}`,
          marketId,
          kind,
          isCandleKind(kind) ? timeframeOf(kind, timeframe) : '',
          spot?.spotNativeId ?? '',
          true,
        );
      }
    });
  }

  /** When the spot market of a series began; undefined: before all that was asked for. */
  async setSpotFrom(seriesId: number, fromMs: number | undefined): Promise<void> {
    await this.database.execute(
      'UPDATE series SET spot_from_ms = $1 WHERE id = $2',
      fromMs ?? null,
      seriesId,
    );
  }
}
