import { DataIntegrityError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import type { RowReader } from '../rows/row-reader.js';

/**
 * The listed markets by their native id. Those that share a symbol are left out: nothing tells which of them is
 * meant by it.
 *
 * Errors: TransientError for an empty list, with `nothing` to say so; those of `RowReader.read`.
 */
export function listedByNativeId<Listed extends { readonly market: Market }>(
  reader: RowReader,
  markets: readonly Listed[],
  nothing: string,
  context: ErrorContext,
): ReadonlyMap<string, Listed> {
  if (markets.length === 0) throw new TransientError(nothing, { ...context });
  const nativeIdsOf = new Map<string, Set<string>>();
  for (const { market } of markets) {
    const nativeIds = nativeIdsOf.get(market.symbol) ?? new Set();
    nativeIdsOf.set(market.symbol, nativeIds.add(market.nativeId));
  }
  const about = { list: 'symbols', nameOf: ({ market }: Listed) => market.nativeId, context };
  const unique = reader.read(about, markets, (one) => {
    const { symbol } = one.market;
    if (nativeIdsOf.get(symbol)?.size === 1) return one;
    const fault = `another instrument has the symbol ${symbol} too`;
    throw new DataIntegrityError('Two instruments share one symbol', { fault });
  });
  return new Map(unique.map((one) => [one.market.nativeId, one]));
}
