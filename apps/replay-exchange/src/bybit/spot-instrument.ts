import { fromUnits } from '../market/prices/decimal-units.js';
import type { SpotMarket } from '../market/spot-market.js';

/** Bybit's description of one spot market. */
export interface SpotInstrument {
  readonly symbol: string;
  readonly status: 'Trading';
  readonly [field: string]: unknown;
}

/** Steps are derived from the perpetual's; what else clients read are plausible constants. */
export function spotInstrumentOf(market: SpotMarket): SpotInstrument {
  const { spec, priceDecimals, quantityDecimals } = market;
  const step = fromUnits(1, quantityDecimals);
  const most = fromUnits(10_000_000_000, quantityDecimals);
  return {
    symbol: market.symbol,
    baseCoin: spec.baseCoin,
    quoteCoin: spec.quoteCoin,
    innovation: '0',
    symbolType: '',
    status: 'Trading',
    marginTrading: 'none',
    stTag: '0',
    lotSizeFilter: {
      basePrecision: step,
      quotePrecision: fromUnits(1, Math.min(18, priceDecimals + quantityDecimals)),
      minOrderQty: step,
      maxOrderQty: most,
      minOrderAmt: '5',
      maxOrderAmt: '8000000',
      maxLimitOrderQty: most,
      maxMarketOrderQty: fromUnits(2_000_000_000, quantityDecimals),
      postOnlyMaxLimitOrderSize: most,
    },
    priceFilter: { tickSize: fromUnits(1, priceDecimals) },
    riskParameters: { priceLimitRatioX: '0.01', priceLimitRatioY: '0.02' },
    forbidUplWithdrawal: false,
  };
}
