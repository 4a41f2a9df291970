import { mayBeOneAsset } from '@fullcarry/domain/market/asset-class';
import type { ErrorContext } from '@fullcarry/domain/errors';
import type { SpotCounterpart } from '@fullcarry/domain/market/spot-ticker';
import type { TradingRules } from '@fullcarry/domain/market/trading-rules';
import { matchSpot } from '../../spot/match-spot.js';
import { assetClassOf } from './bybit-asset-class.js';
import type { ListedMarket } from './bybit-instruments.js';
import { readLinearLotSize, readSpotLotSize } from './bybit-lot-size.js';
import type { SpotInstrument } from './bybit-spot-instruments.js';

/** A listed perpetual beside the spot market of its coin, when there is one. */
export interface CarryLegs extends ListedMarket {
  readonly spot:
    { readonly instrument: SpotInstrument; readonly named: SpotCounterpart } | undefined;
}

/** `codeOf`: ccxt's code of a coin. A spot market of another class has the name only. */
export function carryLegs(
  listed: ListedMarket,
  spotByCoin: ReadonlyMap<string, SpotInstrument>,
  codeOf: (coin: string) => string,
): CarryLegs {
  const match = matchSpot(listed.instrument.baseCoin, spotByCoin);
  if (!match || !mayBeOneAsset(listed.market.assetClass, assetClassOf(match.spot))) {
    return { ...listed, spot: undefined };
  }
  const { spot, unitsPerContract } = match;
  const named = {
    spotSymbol: `${codeOf(spot.baseCoin)}/${codeOf(spot.quoteCoin)}`,
    spotNativeId: spot.symbol,
    unitsPerContract,
  };
  return { ...listed, spot: { instrument: spot, named } };
}

/** Errors: DataIntegrityError for a lot size that is missing or no number. */
export function readTradingRules(
  { market, instrument, spot }: CarryLegs,
  context: ErrorContext,
): TradingRules {
  const about = (category: string, symbol: string) => ({ ...context, category, symbol });
  return {
    symbol: market.symbol,
    perpetual: readLinearLotSize(instrument.lotSizeFilter, about('linear', market.nativeId)),
    spot: spot && {
      ...spot.named,
      ...readSpotLotSize(spot.instrument.lotSizeFilter, about('spot', spot.named.spotNativeId)),
    },
  };
}
