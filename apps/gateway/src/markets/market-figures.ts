import type { MarketFigures } from '@fullcarry/contracts/http/market/markets-route';
import type { Candle } from '@fullcarry/domain/candle';
import { fundingStatistics } from '@fullcarry/domain/market/funding-statistics';
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { storedCandles, storedSettlements } from '@fullcarry/history/rows/series-rows';

/** The curve of a month, a point a day. */
const CURVE_DAYS = 30;

type Settled = Awaited<ReturnType<typeof storedSettlements>>;

/** What the stored history of each tracked market says of its last month, by symbol. */
export async function marketFigures(
  database: Database,
  exchange: string,
  timeframe: Timeframe,
): Promise<ReadonlyMap<string, MarketFigures>> {
  const nowMs = Date.now();
  const dayAgoMs = floorTo(nowMs - DAY_MS, timeframeMs(timeframe));
  const figures = new Map<string, { settled: Settled; dayAgo: readonly Candle[] }>();
  for (const series of await new MarketStore(database).trackedSeries(exchange, timeframe)) {
    const { symbol } = series.market;
    const known = figures.get(symbol) ?? { settled: [], dayAgo: [] };
    if (series.key.kind === 'funding') {
      const month = { fromMs: nowMs - CURVE_DAYS * DAY_MS, toMs: nowMs + HOUR_MS };
      figures.set(symbol, {
        ...known,
        settled: await storedSettlements(database, series.id, month),
      });
    } else if (series.key.kind === 'candles') {
      const candle = { fromMs: dayAgoMs, toMs: dayAgoMs + timeframeMs(timeframe) };
      figures.set(symbol, { ...known, dayAgo: await storedCandles(database, series.id, candle) });
    }
  }
  return new Map(
    [...figures].map(([symbol, { settled, dayAgo }]) => [
      symbol,
      { ...fundingFigures(settled, nowMs), price24hAgo: dayAgo[0]?.close ?? null },
    ]),
  );
}

/** Means by the year, a fraction; null where the days have no settlement whose step is proven. */
export function fundingFigures(
  settled: Settled,
  nowMs: number,
): Omit<MarketFigures, 'price24hAgo'> {
  const mean = (fromMs: number, toMs: number) => {
    const within = settled.filter(({ settledAtMs }) => settledAtMs >= fromMs && settledAtMs < toMs);
    const rates = within.map(({ rate, intervalMinutes }) => ({
      rate: Number(rate),
      hours: intervalMinutes === undefined ? undefined : (intervalMinutes * MINUTE_MS) / HOUR_MS,
    }));
    return fundingStatistics(rates)?.yearlyRate ?? null;
  };
  const firstMs = nowMs - CURVE_DAYS * DAY_MS;
  return {
    mean7d: mean(nowMs - 7 * DAY_MS, Infinity),
    mean30d: mean(firstMs, Infinity),
    daily: Array.from({ length: CURVE_DAYS }, (_, day) =>
      mean(firstMs + day * DAY_MS, firstMs + (day + 1) * DAY_MS),
    ),
  };
}
