import type { SeriesCertificate } from '@fullcarry/contracts/data-ready-v1';
import type { SeriesKey } from '@fullcarry/domain/series';

/** A series within its market, as it travels. */
export function seriesIdOf(key: SeriesKey): SeriesCertificate['series'] {
  return key.kind === 'candles' ? { kind: key.kind, timeframe: key.timeframe } : { kind: key.kind };
}

export function isSameSeries(a: SeriesCertificate['series'], key: SeriesKey): boolean {
  if (a.kind === 'funding') return key.kind === 'funding';
  return key.kind === 'candles' && key.timeframe === a.timeframe;
}
