import { HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import type { TrackedSeries } from './tracked-series.js';

/** A tracked candle series of a market, for specs. */
export function candleSeries(
  base: string,
  wanted: TimeWindow,
  more: Partial<TrackedSeries> & { readonly stored?: Partial<StoredSeries> } = {},
): TrackedSeries {
  const { stored, ...rest } = more;
  const symbol = `${base}/USDT:USDT`;
  return {
    series: {
      id: 1,
      key: { exchange: 'bybit', symbol, kind: 'candles', timeframe: '1h' },
      market: {
        id: 1,
        exchange: 'bybit',
        symbol,
        nativeId: `${base}USDT`,
        source: 'live',
        listing: 0,
        listedAtMs: undefined,
        delistedAtMs: undefined,
        tracked: true,
        rank: 1,
        turnoverUsdt24h: '1',
        evaluatedAtMs: 0,
      },
      isTracked: true,
      lastSyncAtMs: undefined,
      scrubCursorMs: undefined,
      scrubbedAtMs: undefined,
      version: 0,
      rows: 0,
      revisions: 0,
      ...stored,
    },
    wanted,
    coverage: [],
    gaps: [],
    claims: [],
    runs: [],
    stepMs: HOUR_MS,
    ...rest,
  };
}
