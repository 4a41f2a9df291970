import { PermanentError } from '@fullcarry/domain/errors';
import type { StoredMarket } from '../markets/stored-series.js';

/** As much of a stored market as says which it is. */
type NamedMarket = Pick<StoredMarket, 'id' | 'exchange' | 'symbol' | 'nativeId' | 'tracked'>;

/** Which markets a backtest is about: of one exchange. */
export interface ChosenMarkets {
  readonly exchange: string;
  /** ccxt's unified symbols, each once, in their order. */
  readonly symbols: readonly string[];
}

/**
 * Returns the markets that are named, by the unified symbol or the exchange's own name in letters of any size; all that are
 * tracked where none is.
 *
 * Errors: PermanentError for a name that is not stored, and for markets of several exchanges.
 */
export function chosenMarkets(
  all: readonly { readonly market: NamedMarket }[],
  names: readonly string[] | undefined,
  exchange: string | undefined,
): ChosenMarkets {
  const byId = new Map(all.map(({ market }) => [market.id, market]));
  const stored = [...byId.values()].filter(
    (market) => exchange === undefined || market.exchange === exchange,
  );
  const markets = names
    ? names.flatMap((name) => named(stored, name, exchange))
    : stored.filter(({ tracked }) => tracked);
  const [first, ...others] = [...new Set(markets.map((market) => market.exchange))].sort();
  if (first === undefined) throw new PermanentError('No market is tracked: name some');
  if (others.length > 0) {
    throw new PermanentError(
      `These markets are of ${[first, ...others].join(' and ')}: name the exchange`,
    );
  }
  return { exchange: first, symbols: [...new Set(markets.map(({ symbol }) => symbol))].sort() };
}

function named(
  stored: readonly NamedMarket[],
  name: string,
  exchange: string | undefined,
): readonly NamedMarket[] {
  const typed = name.toUpperCase();
  const found = stored.filter(({ symbol, nativeId }) =>
    [symbol, nativeId].some((one) => one.toUpperCase() === typed),
  );
  if (found.length > 0) return found;
  throw new PermanentError(
    `No market ${exchange === undefined ? '' : `of ${exchange} `}is called ${name}`,
  );
}
