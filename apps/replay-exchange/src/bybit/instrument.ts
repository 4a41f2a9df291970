import { fromUnits } from '../market/prices/decimal-units.js';
import { fundingOutlook } from '../market/funding-outlook.js';
import type { ReplayMarket } from '../market/replay-market.js';

/** Bybit's description of one linear market. Numbers are strings; times are milliseconds. */
export interface Instrument {
  readonly symbol: string;
  readonly contractType: 'LinearPerpetual' | 'LinearFutures';
  readonly status: 'Trading' | 'Closed';
  /** Minutes; 0 for a dated future. */
  readonly fundingInterval: number;
  readonly launchTime: string;
  /** Delivery of a future, delisting of a perpetual, '0' for a perpetual that goes on. */
  readonly deliveryTime: string;
  readonly [field: string]: unknown;
}

/**
 * Steps come from the recorded decimals. Leverage, fees, order sizes and funding caps were not recorded;
 * they are plausible constants, here only because clients read them.
 */
export function instrumentOf(market: ReplayMarket, nowMs: number): Instrument {
  const { spec } = market.recording;
  const { steps } = market;
  const isFuture = spec.deliveryAtMs !== undefined;
  return {
    symbol: market.symbol,
    contractType: isFuture ? 'LinearFutures' : 'LinearPerpetual',
    status: market.hasEnded(nowMs) ? 'Closed' : 'Trading',
    baseCoin: spec.baseCoin,
    quoteCoin: spec.settleCoin,
    settleCoin: spec.settleCoin,
    symbolType: '',
    launchTime: String(market.launchedAtMs),
    deliveryTime: String(market.endsAtMs ?? 0),
    deliveryFeeRate: isFuture ? '0.0005' : '',
    priceScale: String(steps.priceDecimals),
    leverageFilter: { minLeverage: '1', maxLeverage: '50.00', leverageStep: '0.01' },
    priceFilter: {
      minPrice: steps.price,
      maxPrice: fromUnits(1_999_999_998, steps.priceDecimals),
      tickSize: steps.price,
    },
    lotSizeFilter: {
      maxOrderQty: fromUnits(10_000_000, steps.volumeDecimals),
      maxMktOrderQty: fromUnits(2_000_000, steps.volumeDecimals),
      minOrderQty: steps.volume,
      qtyStep: steps.volume,
      postOnlyMaxOrderQty: fromUnits(10_000_000, steps.volumeDecimals),
      minNotionalValue: '5',
    },
    unifiedMarginTrade: true,
    fundingInterval: fundingOutlook(market.settlementsAround(nowMs))?.intervalMinutes ?? 0,
    copyTrading: 'none',
    upperFundingRate: '0.02',
    lowerFundingRate: '-0.02',
    riskParameters: { priceLimitRatioX: '0.05', priceLimitRatioY: '0.1' },
    isPreListing: false,
    preListingInfo: null,
    displayName: '',
  };
}
