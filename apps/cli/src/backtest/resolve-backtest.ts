import { PermanentError } from '@fullcarry/domain/errors';
import { chosenMarkets, type ChosenMarkets } from '@fullcarry/history/backtest/chosen-markets';
import type { AskedBacktest } from '@fullcarry/history/backtest/do-backtest';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { marketsNamed, marketsOf } from '../database/find-market.js';
import { UsageError } from '../usage-error.js';
import type { AskedRun } from './backtest-options.js';

/** Errors: UsageError where the markets are not there, or of several exchanges. */
export async function resolveBacktest(database: Database, wish: AskedRun): Promise<AskedBacktest> {
  const { timeframe, window, assume, startingEquityUsdt, settings, execution } = wish;
  const { exchange, symbols } = chosen(await new MarketStore(database).allSeries(), wish);
  const rows = { exchange, symbols, timeframe, window, assume };
  return { rows, startingEquityUsdt, settings, execution };
}

function chosen(all: readonly StoredSeries[], { symbols, exchange }: AskedRun): ChosenMarkets {
  // A name that was mistyped is told with those that are near.
  marketsOf(all, exchange);
  for (const symbol of symbols ?? []) marketsNamed(all, symbol, exchange);
  try {
    return chosenMarkets(all, symbols, exchange);
  } catch (error) {
    if (error instanceof PermanentError) throw new UsageError(error.message);
    throw error;
  }
}
