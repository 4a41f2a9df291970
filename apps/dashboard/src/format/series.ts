import type { SeriesCertificate } from '@fullcarry/contracts/data-ready-v1';

/** A series for people: `Candles 1h`, `Settled funding`. */
export function seriesText(series: SeriesCertificate['series']): string {
  return series.kind === 'candles' ? `Candles ${series.timeframe}` : 'Settled funding';
}
