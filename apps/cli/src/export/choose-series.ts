import { hasCandles, isCandleKind, type SeriesKind } from '@fullcarry/domain/series';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { findMarket } from '../database/find-market.js';
import { UsageError } from '../usage-error.js';

export interface SeriesWish {
  readonly symbol: string;
  readonly exchange: string | undefined;
  readonly kind: SeriesKind;
  readonly timeframe: Timeframe | undefined;
}

/** The one series that is meant. Errors: UsageError that names what there is. */
export function chooseSeries(all: readonly StoredSeries[], wish: SeriesWish): StoredSeries {
  if (!isCandleKind(wish.kind) && wish.timeframe !== undefined) {
    throw new UsageError('--timeframe is for candles; settled funding has none');
  }
  const market = findMarket(all, wish.symbol, wish.exchange);
  const ofKind = all.filter(({ key, market: of }) => of.id === market.id && key.kind === wish.kind);
  const found = ofKind.filter(
    ({ key }) =>
      wish.timeframe === undefined || (hasCandles(key) && key.timeframe === wish.timeframe),
  );
  const [first, second] = found;
  const stored = ofKind.flatMap(({ key }) => (hasCandles(key) ? [key.timeframe] : []));
  if (first === undefined) {
    const there = stored.length > 0 ? `stored is ${stored.join(', ')}` : 'none are stored';
    const what = [wish.timeframe, wish.kind].filter((part) => part !== undefined).join(' ');
    throw new UsageError(`There are no ${what} of ${market.nativeId}: ${there}`);
  }
  if (second === undefined) return first;
  throw new UsageError(
    `${market.nativeId} has candles of several timeframes: add --timeframe (${stored.join(', ')})`,
  );
}
