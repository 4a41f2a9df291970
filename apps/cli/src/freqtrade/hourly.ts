import type { Candle } from '@fullcarry/domain/candle';
import { floorTo, HOUR_MS } from '@fullcarry/domain/time-window';

/** The hours that these candles of a shorter step make; one that lacks any of them is left out. Ascending. */
export function hourly(candles: readonly Candle[], stepMs: number): Candle[] {
  if (stepMs === HOUR_MS) return [...candles];
  const byHour = new Map<number, Candle[]>();
  for (const candle of candles) {
    const hourMs = floorTo(candle.openAtMs, HOUR_MS);
    const known = byHour.get(hourMs);
    if (known) known.push(candle);
    else byHour.set(hourMs, [candle]);
  }
  return [...byHour].flatMap(([openAtMs, of]) => {
    const [first, last] = [of[0], of.at(-1)];
    if (!first || !last || of.length * stepMs !== HOUR_MS) return [];
    return [
      {
        openAtMs,
        open: first.open,
        high: Math.max(...of.map(({ high }) => high)),
        low: Math.min(...of.map(({ low }) => low)),
        close: last.close,
        volume: of.reduce((sum, { volume }) => sum + volume, 0),
      },
    ];
  });
}
