import { DataIntegrityError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market';

/**
 * The listed markets by their native id.
 *
 * Errors: TransientError for an empty list, with `nothing` to say so; DataIntegrityError when two share a symbol.
 */
export function listedByNativeId<Listed extends { readonly market: Market }>(
  markets: readonly Listed[],
  nothing: string,
  context: ErrorContext,
): ReadonlyMap<string, Listed> {
  if (markets.length === 0) throw new TransientError(nothing, { ...context });
  const symbols = new Set(markets.map(({ market }) => market.symbol));
  if (symbols.size < markets.length) {
    throw new DataIntegrityError('Two instruments share one symbol', { ...context });
  }
  return new Map(markets.map((one) => [one.market.nativeId, one]));
}
