import type { SeriesKind } from '@fullcarry/domain/series';
import type { Timeframe } from '@fullcarry/domain/timeframe';

/** What Nautilus's own adapters call a perpetual of an exchange: bars of the catalog and live ones are of one instrument. */
const PERPETUALS: ReadonlyMap<string, (nativeId: string) => string> = new Map([
  ['bybit', (nativeId: string) => `${nativeId}-LINEAR.BYBIT`],
  ['binanceusdm', (nativeId: string) => `${nativeId}-PERP.BINANCE`],
  ['okx', (nativeId: string) => `${nativeId}.OKX`],
]);

/** Undefined for an exchange whose names there are not known here. */
export function instrumentId(exchange: string, nativeId: string): string | undefined {
  return PERPETUALS.get(exchange)?.(nativeId);
}

const UNITS = { m: 'MINUTE', h: 'HOUR', d: 'DAY' } as const;

/** `BTCUSDT-LINEAR.BYBIT-1-HOUR-LAST-EXTERNAL`; undefined for kinds of which Nautilus knows no price. */
export function barType(id: string, kind: SeriesKind, timeframe: Timeframe): string | undefined {
  const price = kind === 'candles' ? 'LAST' : kind === 'mark-candles' ? 'MARK' : undefined;
  if (price === undefined) return undefined;
  const [, count = '', unit] = /^(\d+)([mhd])$/.exec(timeframe) ?? [];
  const name = unit === 'm' || unit === 'h' || unit === 'd' ? UNITS[unit] : unit;
  return `${id}-${count}-${name}-${price}-EXTERNAL`;
}

/** Files of the catalog are called by the first and the last instant that they tell of, in nanoseconds. */
export function fileName(firstMs: number, lastMs: number): string {
  const text = (atMs: number) =>
    new Date(atMs).toISOString().replace('Z', '000000Z').replaceAll(/[:.]/g, '-');
  return `${text(firstMs)}_${text(lastMs)}.parquet`;
}
