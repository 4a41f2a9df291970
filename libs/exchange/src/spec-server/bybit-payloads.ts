import type { Market } from '@fullcarry/domain/market/market';

/** Bybit's envelope around a result. */
export function bybitOk(result: unknown) {
  return { retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: 1758679200123 };
}

export function bybitRefusal(retCode: number, retMsg: string) {
  return { retCode, retMsg, result: {}, retExtInfo: {}, time: 1758679200000 };
}

export const BTC: Market = {
  exchange: 'bybit',
  symbol: 'BTC/USDT:USDT',
  nativeId: 'BTCUSDT',
  listedAtMs: 1584230400000,
  assetClass: 'coin',
};

/** Recorded on 2025-09-24, newest first as Bybit sends them; the turnover is not recorded. */
export const BTC_CANDLES = [
  ['1758675600000', '112157.4', '112444', '112067.7', '112386.5', '1274.427', '143066412.5'],
  ['1758672000000', '111937.5', '112342.2', '111757', '112157.4', '2221.358', '248952371.1'],
];

export function candlesResult(list: unknown = BTC_CANDLES, symbol = 'BTCUSDT') {
  return { category: 'linear', symbol, list };
}

export function settlementsResult(
  rows: readonly (readonly [number | string, string])[],
  symbol = 'BTCUSDT',
) {
  return {
    category: 'linear',
    list: rows.map(([atMs, fundingRate]) => ({
      symbol,
      fundingRate,
      fundingRateTimestamp: String(atMs),
    })),
  };
}

export function instrument(symbol: string, baseCoin: string, changes: object = {}) {
  return {
    symbol,
    contractType: 'LinearPerpetual',
    status: 'Trading',
    baseCoin,
    quoteCoin: 'USDT',
    launchTime: '1584230400000',
    deliveryTime: '0',
    deliveryFeeRate: '',
    priceScale: '2',
    leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
    priceFilter: { minPrice: '0.10', maxPrice: '1999999.80', tickSize: '0.10' },
    lotSizeFilter: {
      maxOrderQty: '1190.000',
      minOrderQty: '0.001',
      qtyStep: '0.001',
      postOnlyMaxOrderQty: '1190.000',
      maxMktOrderQty: '500.000',
      minNotionalValue: '5',
    },
    unifiedMarginTrade: true,
    fundingInterval: 480,
    settleCoin: 'USDT',
    symbolType: '',
    copyTrading: 'both',
    upperFundingRate: '0.005',
    lowerFundingRate: '-0.005',
    isPreListing: false,
    preListingInfo: null,
    displayName: '',
    ...changes,
  };
}

export function instrumentsResult(list: unknown, nextPageCursor = '') {
  return { category: 'linear', list, nextPageCursor };
}

export function ticker(symbol: string, changes: object = {}) {
  return {
    symbol,
    lastPrice: '112386.50',
    indexPrice: '112430.02',
    markPrice: '112388.16',
    prevPrice24h: '113021.80',
    price24hPcnt: '-0.005621',
    highPrice24h: '113950.00',
    lowPrice24h: '111500.10',
    openInterest: '52311.802',
    openInterestValue: '5879232154.24',
    turnover24h: '7312994512.9931',
    volume24h: '64871.7720',
    fundingRate: '0.00006512',
    nextFundingTime: '1758700800000',
    fundingIntervalHour: '8',
    fundingCap: '0.005',
    ask1Price: '112386.50',
    bid1Price: '112386.40',
    ...changes,
  };
}

export function spotInstrument(symbol: string, baseCoin: string, changes: object = {}) {
  return {
    symbol,
    baseCoin,
    quoteCoin: 'USDT',
    innovation: '0',
    symbolType: '',
    status: 'Trading',
    marginTrading: 'utaOnly',
    stTag: '0',
    lotSizeFilter: {
      basePrecision: '0.000001',
      quotePrecision: '0.0000001',
      minOrderQty: '0.000011',
      maxOrderQty: '83',
      minOrderAmt: '5',
      maxOrderAmt: '8000000',
      maxLimitOrderQty: '83',
      maxMarketOrderQty: '41.5',
      postOnlyMaxLimitOrderSize: '60000',
    },
    priceFilter: { tickSize: '0.1' },
    riskParameters: { priceLimitRatioX: '0.01', priceLimitRatioY: '0.02' },
    ...changes,
  };
}

/** As Bybit sends spot instruments: on one page, without a cursor. */
export function spotInstrumentsResult(list: unknown) {
  return { category: 'spot', list };
}

export function spotTicker(symbol: string, changes: object = {}) {
  return {
    symbol,
    bid1Price: '112430.10',
    bid1Size: '1.104513',
    ask1Price: '112430.2',
    ask1Size: '0.338129',
    lastPrice: '112430.20',
    prevPrice24h: '113060.4',
    price24hPcnt: '-0.0056',
    highPrice24h: '113999',
    lowPrice24h: '111550.1',
    turnover24h: '1210932551.1273',
    volume24h: '10742.31182',
    usdIndexPrice: '112411.04',
    ...changes,
  };
}
