import type { AssetClass } from './asset-class.js';
import type { Market } from './market.js';
import type { PerpetualRules } from './trading-rules.js';

/**
 * One perpetual of an exchange as its list published it at one time. `isListed`: false from the first reading on in
 * which it is not in the list any more; the rest is then as it was last published. `rules`: undefined where they can't be read.
 */
export interface Instrument {
  readonly symbol: string;
  readonly nativeId: string;
  readonly isListed: boolean;
  readonly assetClass: AssetClass | undefined;
  readonly listedAtMs: number | undefined;
  readonly endsAtMs: number | undefined;
  readonly rules: PerpetualRules | undefined;
}

/** One reading of an exchange's list. `unread`: the native ids of those in it whose row can't be read. */
export interface ListReading {
  readonly markets: readonly Market[];
  readonly rules: ReadonlyMap<string, PerpetualRules>;
  readonly unread: ReadonlySet<string>;
}

/**
 * What a reading shows that was not known before: instruments that are new or listed otherwise, and those that are
 * gone from the list. Of one whose row can't be read nothing is new: it is in the list.
 */
export function changedInstruments(
  before: readonly Instrument[],
  { markets, rules, unread }: ListReading,
): Instrument[] {
  const known = new Map(before.map((one) => [one.symbol, one]));
  const now = markets.map(({ symbol, nativeId, assetClass, listedAtMs, endsAtMs }): Instrument => ({
    symbol,
    nativeId,
    isListed: true,
    assetClass,
    listedAtMs,
    endsAtMs,
    rules: rules.get(symbol),
  }));
  const listed = new Set(now.map(({ symbol }) => symbol));
  const gone = before
    .filter((one) => one.isListed && !listed.has(one.symbol) && !unread.has(one.nativeId))
    .map((one) => ({ ...one, isListed: false }));
  const changed = now.filter((one) => {
    const was = known.get(one.symbol);
    return was === undefined || !isSameInstrument(was, one);
  });
  return [...changed, ...gone];
}

function isSameInstrument(a: Instrument, b: Instrument): boolean {
  return (
    a.nativeId === b.nativeId &&
    a.isListed === b.isListed &&
    a.assetClass === b.assetClass &&
    a.listedAtMs === b.listedAtMs &&
    a.endsAtMs === b.endsAtMs &&
    isSameRules(a.rules, b.rules)
  );
}

function isSameRules(a: PerpetualRules | undefined, b: PerpetualRules | undefined): boolean {
  return (
    a?.priceStep === b?.priceStep &&
    a?.quantityStep === b?.quantityStep &&
    a?.minQuantity === b?.minQuantity &&
    a?.minNotionalUsdt === b?.minNotionalUsdt &&
    a?.contractSize === b?.contractSize
  );
}
