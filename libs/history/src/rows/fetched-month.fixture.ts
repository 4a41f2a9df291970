import type { DatabaseKind } from '@fullcarry/testing/each-database';
import { candlesOf, FetchedSeries, hours, settlementsOf } from './fetched-series.fixture.js';

export const MONTH_DAYS = 30;

/** A month of one market, whole days, with all its rows: a candle an hour and a settlement every eight. */
export const month = {
  window: hours(0, MONTH_DAYS * 24),
  candles: candlesOf(0, MONTH_DAYS * 24),
  settlements: settlementsOf(0, MONTH_DAYS * 24),
};

/** An empty database into which the month was fetched. For specs. */
export async function fetchedMonth(kind: DatabaseKind): Promise<FetchedSeries> {
  const fetched = await FetchedSeries.in(kind);
  await fetched.candles(month.window, month.candles);
  await fetched.settlements(month.window, month.settlements);
  return fetched;
}
