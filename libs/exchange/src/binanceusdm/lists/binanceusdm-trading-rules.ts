import { mayBeOneAsset } from '@fullcarry/domain/market/asset-class';
import type { ErrorContext } from '@fullcarry/domain/errors';
import type { SpotCounterpart } from '@fullcarry/domain/market/spot-ticker';
import type { TradingRules } from '@fullcarry/domain/market/trading-rules';
import { matchSpot } from '../../spot/match-spot.js';
import { SPOT_ASSET_CLASS } from './binanceusdm-asset-class.js';
import type { ListedMarket } from './binanceusdm-instruments.js';
import { readFuturesLotSize, readSpotLotSize } from './binanceusdm-lot-size.js';
import type { SpotInstrument } from './binanceusdm-spot-instruments.js';

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
  const match = matchSpot(listed.instrument.baseAsset, spotByCoin);
  if (!match || !mayBeOneAsset(listed.market.assetClass, SPOT_ASSET_CLASS)) {
    return { ...listed, spot: undefined };
  }
  const { spot, unitsPerContract } = match;
  const named = {
    spotSymbol: `${codeOf(spot.baseAsset)}/${codeOf(spot.quoteAsset)}`,
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
  return {
    symbol: market.symbol,
    perpetual: readFuturesLotSize(instrument.filters, { ...context, symbol: market.nativeId }),
    spot: spot && {
      ...spot.named,
      ...readSpotLotSize(spot.instrument.filters, {
        ...context,
        symbol: spot.named.spotNativeId,
      }),
    },
  };
}
