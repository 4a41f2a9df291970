import type { StoredMarket, StoredSeries } from '@fullcarry/history/markets/stored-series';
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
  const found = marketsNamed(all, symbol, exchange);
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  const exchanges = found.map((market) => market.exchange).join(', ');
  throw new UsageError(
    `${symbol} is stored for several exchanges: add --exchange (${exchanges})${elsewhere(all, found)}`,
  );
}

/** Every market of that name, on the exchange or on all. Errors: UsageError with the names that are near when there is none. */
export function marketsNamed(
  all: readonly StoredSeries[],
  symbol: string,
  exchange: string | undefined,
): StoredMarket[] {
  const markets = marketsOf(all, exchange);
  const typed = symbol.toUpperCase();
  const found = markets.filter((market) =>
    [market.symbol, market.nativeId].some((name) => name.toUpperCase() === typed),
  );
  if (found.length === 0) throw unknown(markets, symbol, exchange);
  return found;
}

/** The markets of an exchange, or of all. Errors: UsageError that names the exchanges that are stored. */
export function marketsOf(
  all: readonly StoredSeries[],
  exchange: string | undefined,
): StoredMarket[] {
  const byId = new Map(all.map(({ market }) => [market.id, market]));
  const markets = [...byId.values()];
  const own = markets.filter((market) => exchange === undefined || market.exchange === exchange);
  if (exchange !== undefined && own.length === 0 && markets.length > 0) {
    const stored = [...new Set(markets.map((market) => market.exchange))].sort();
    throw new UsageError(
      `The database holds no market of ${exchange}: stored are ${stored.join(', ')}`,
    );
  }
  return own;
}

/** What other exchanges call the same coin. */
function elsewhere(all: readonly StoredSeries[], found: readonly StoredMarket[]): string {
  const base = found[0]?.symbol.split('/')[0];
  const others = marketsOf(all, undefined).filter(
    (market) => market.symbol.split('/')[0] === base && !found.includes(market),
  );
  if (others.length === 0) return '';
  const names = others.map(({ exchange, nativeId }) => `${exchange} ${nativeId}`).join(', ');
  return `; elsewhere it is called ${names}`;
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
