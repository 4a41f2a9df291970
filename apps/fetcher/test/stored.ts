import { isCandleKind, type SeriesKind } from '@fullcarry/domain/series';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import {
  storedCandles,
  storedSettlements,
  type StoredSettlement,
} from '@fullcarry/history/rows/series-rows';
import type { Candle } from '@fullcarry/domain/candle';
import type { Stack } from './stack.js';

const ALWAYS: TimeWindow = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

/** One series as the database holds it. */
export interface Held {
  readonly series: StoredSeries;
  readonly candles: readonly Candle[];
  readonly settlements: readonly StoredSettlement[];
  readonly coverage: readonly TimeWindow[];
  readonly gaps: readonly Gap[];
  readonly revisions: number;
}

/** Opens the stack's database for the time of one reading. */
export async function readDatabase<Seen>(
  stack: Stack,
  read: (database: Database) => Promise<Seen>,
): Promise<Seen> {
  const database = await stack.openDatabase();
  try {
    return await read(database);
  } finally {
    await database.close();
  }
}

/** One series, rows and all. */
export function held(stack: Stack, nativeId: string, kind: SeriesKind): Promise<Held> {
  return readDatabase(stack, async (database) => {
    const all = await new MarketStore(database).allSeries();
    const series = all.find((one) => one.market.nativeId === nativeId && one.key.kind === kind);
    if (!series) throw new Error(`The database holds no ${kind} of ${nativeId}`);
    const completeness = new CompletenessStore(database);
    const isCandles = isCandleKind(kind);
    return {
      series,
      candles: isCandles ? await storedCandles(database, series.id, ALWAYS) : [],
      settlements: isCandles ? [] : await storedSettlements(database, series.id, ALWAYS),
      coverage: (await completeness.coverage([series.id])).get(series.id) ?? [],
      gaps: (await completeness.gaps([series.id])).get(series.id) ?? [],
      revisions: (await completeness.revisions([series.id])).get(series.id) ?? 0,
    };
  });
}

/** Every series with what of it is covered. */
export function allSeries(
  stack: Stack,
): Promise<{ series: StoredSeries; coverage: readonly TimeWindow[] }[]> {
  return readDatabase(stack, async (database) => {
    const all = await new MarketStore(database).allSeries();
    const coverage = await new CompletenessStore(database).coverage(all.map(({ id }) => id));
    return all.map((series) => ({ series, coverage: coverage.get(series.id) ?? [] }));
  });
}
