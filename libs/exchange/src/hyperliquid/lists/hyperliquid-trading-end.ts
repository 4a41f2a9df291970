import type { Candle } from '@fullcarry/domain/candle';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import { ceilTo, type TimeWindow } from '@fullcarry/domain/time-window';
import { HYPERLIQUID_LIMITS } from '../hyperliquid-limits.js';

export type ReadCandles = (timeframe: Timeframe, window: TimeWindow) => Promise<readonly Candle[]>;

/**
 * When trading in a market ended, epoch ms: the end of the last hour in which anything was traded, or of the last
 * day where hours are not kept any more. Undefined when none of it is.
 *
 * Only candles tell it: the exchange goes on publishing hourly settlements of 0 for a market that is delisted.
 * A candle without volume is no trade either.
 */
export async function tradingEndMs(nowMs: number, read: ReadCandles): Promise<number | undefined> {
  const { candlesPerPage, candlesKept } = HYPERLIQUID_LIMITS;
  const hourly = await lastTradedEndMs('1h', nowMs, Math.ceil(candlesKept / candlesPerPage), read);
  return hourly ?? lastTradedEndMs('1d', nowMs, 1, read);
}

/** Page by page backwards from now. */
async function lastTradedEndMs(
  timeframe: Timeframe,
  nowMs: number,
  pages: number,
  read: ReadCandles,
): Promise<number | undefined> {
  const stepMs = timeframeMs(timeframe);
  let toMs = ceilTo(nowMs, stepMs);
  for (let page = 0; page < pages; page += 1) {
    const fromMs = toMs - HYPERLIQUID_LIMITS.candlesPerPage * stepMs;
    const candles = await read(timeframe, { fromMs, toMs });
    const traded = candles.filter(({ volume }) => volume > 0);
    if (traded.length > 0) return Math.max(...traded.map(({ openAtMs }) => openAtMs)) + stepMs;
    toMs = fromMs;
  }
  return undefined;
}
