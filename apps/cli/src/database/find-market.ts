import type { StoredMarket, StoredSeries } from '@fullcarry/history/stored-series';
import { UsageError } from '../usage-error.js';
import { nearNames } from './near-names.js';

/**
 * The market of a symbol as people write it: `BTC/USDT:USDT`, `BTCUSDT`, `btcusdt`.
 *
 * Errors: UsageError with the names that are near when there is none, or with the exchanges when it is
 * traded on several and none was named.
 */
export function findMarket(
  all: readonly StoredSeries[],
  symbol: string,
  exchange: string | undefined,
): StoredMarket {
  const byId = new Map(all.map(({ market }) => [market.id, market]));
  const markets = [...byId.values()].filter(
    (market) => exchange === undefined || market.exchange === exchange,
  );
  const typed = symbol.toUpperCase();
  const found = markets.filter((market) =>
    [market.symbol, market.nativeId].some((name) => name.toUpperCase() === typed),
  );
  const [first, second] = found;
  if (first === undefined) throw unknown(markets, symbol, exchange);
  if (second === undefined) return first;
  const exchanges = found.map((market) => market.exchange).join(', ');
  throw new UsageError(`${symbol} is stored for several exchanges: add --exchange (${exchanges})`);
}

function unknown(
  markets: readonly StoredMarket[],
  symbol: string,
  exchange: string | undefined,
): UsageError {
  const where = exchange === undefined ? '' : ` of ${exchange}`;
  if (markets.length === 0) return new UsageError(`The database holds no market${where}`);
  const near = nearNames(
    symbol,
    markets.map((market) => market.nativeId),
  );
  const hint =
    near.length > 0
      ? `did you mean ${near.join(', ')}?`
      : `the command status lists the ${markets.length} markets`;
  return new UsageError(`No market${where} is called ${symbol}: ${hint}`);
}
