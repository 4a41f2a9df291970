import { assetOf } from '@fullcarry/domain/across/asset-of';
import type { ElsewhereSettled } from '@fullcarry/domain/backtest/judge/signal-samples';
import { TransientError } from '@fullcarry/domain/errors';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Database } from '../database/database.js';
import { MarketStore } from '../markets/market-store.js';
import type { StoredMarket } from '../markets/stored-series.js';
import { countedNow, proveWindow } from './prove-window.js';
import { settlementColumns } from './row-columns.js';

/**
 * Reads the settled funding of the same coins on other exchanges, where it is proven in the whole window; by the symbol. What is not
 * is left out: nobody is refused for it.
 *
 * Errors: TransientError when rows changed while they were read.
 */
export async function readElsewhere(
  database: Database,
  {
    exchange,
    symbols,
    window,
  }: { exchange: string; symbols: readonly string[]; window: TimeWindow },
): Promise<ReadonlyMap<string, readonly ElsewhereSettled[]>> {
  const stored = await new MarketStore(database).allSeries();
  const all = stored.filter(({ key }) => key.kind === 'funding');
  const own = all.filter(
    ({ market }) => market.exchange === exchange && symbols.includes(market.symbol),
  );
  const found = new Map<string, readonly ElsewhereSettled[]>();
  for (const { market } of own) {
    const others = all.filter(
      (one) => one.market.exchange !== exchange && isOfCoin(one.market, market),
    );
    const streams: ElsewhereSettled[] = [];
    for (const series of others) {
      const { refusals, counted } = await proveWindow(database, [series], window);
      if (refusals.length > 0) continue;
      const funding = await settlementColumns(database, series.id, window);
      if ((await countedNow(database, [series], window)) !== counted) {
        throw new TransientError('Rows changed while they were read: ask again');
      }
      streams.push({ venue: series.market.exchange, funding });
    }
    if (streams.length > 0) found.set(market.symbol, streams);
  }
  return found;
}

function isOfCoin(one: StoredMarket, other: StoredMarket): boolean {
  return assetOf(one).asset === assetOf(other).asset;
}
