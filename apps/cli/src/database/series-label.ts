import type { SeriesKey } from '@fullcarry/domain/series';

/** `candles 1h`, `funding`. */
export function seriesLabel(key: SeriesKey): string {
  return key.kind === 'candles' ? `candles ${key.timeframe}` : 'funding';
}

/** A series as it stands in JSON output. */
export function seriesJson(key: SeriesKey) {
  return key.kind === 'candles' ? { kind: key.kind, timeframe: key.timeframe } : { kind: key.kind };
}
