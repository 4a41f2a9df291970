import { describe, expect, it } from '@jest/globals';
import type { Candle } from '@fullcarry/domain/candle';
import { DAY_MS, floorTo, holds, HOUR_MS } from '@fullcarry/domain/time-window';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import { tradingEndMs, type ReadCandles } from './hyperliquid-trading-end.js';

const NOW_MS = Date.parse('2026-08-01T12:30Z');

const candle = (openAtMs: number, volume: number): Candle => ({
  openAtMs,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume,
});

function keeping(candles: Partial<Record<Timeframe, readonly Candle[]>>) {
  const asked: Timeframe[] = [];
  const read: ReadCandles = (timeframe, window) => {
    asked.push(timeframe);
    const rows = (candles[timeframe] ?? []).filter(({ openAtMs }) => holds(window, openAtMs));
    return Promise.resolve(rows);
  };
  return { read, asked };
}

describe('the end of trading', () => {
  it('is the end of the last hour in which anything was traded', async () => {
    const lastMs = floorTo(NOW_MS, HOUR_MS) - 1_500 * HOUR_MS;
    const hours = [candle(lastMs, 0.1), candle(lastMs + HOUR_MS, 0), candle(NOW_MS - HOUR_MS, 0)];
    const { read, asked } = keeping({ '1h': hours });
    await expect(tradingEndMs(NOW_MS, read)).resolves.toBe(lastMs + HOUR_MS);
    expect(asked).toEqual(['1h', '1h']);
  });

  it('is the end of its last day where hours are not kept any more', async () => {
    const dayMs = floorTo(NOW_MS, DAY_MS) - 400 * DAY_MS;
    const { read } = keeping({ '1d': [candle(dayMs, 5), candle(dayMs + DAY_MS, 0)] });
    await expect(tradingEndMs(NOW_MS, read)).resolves.toBe(dayMs + DAY_MS);
  });

  it('is not known where no candle is kept', async () => {
    await expect(tradingEndMs(NOW_MS, keeping({}).read)).resolves.toBeUndefined();
  });
});
