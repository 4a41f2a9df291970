import type { Market } from '@fullcarry/domain/market/market';
import type { PerpetualRules } from '@fullcarry/domain/market/trading-rules';

/** The rules of the listed markets that have some, by symbol. `read`: undefined for what can't be read. */
export function readableRules<Listed extends { readonly market: Market }>(
  listed: ReadonlyMap<string, Listed> | undefined,
  read: (one: Listed) => PerpetualRules | undefined,
): ReadonlyMap<string, PerpetualRules> {
  return new Map(
    [...(listed?.values() ?? [])].flatMap((one): [string, PerpetualRules][] => {
      const rules = read(one);
      return rules ? [[one.market.symbol, rules]] : [];
    }),
  );
}
