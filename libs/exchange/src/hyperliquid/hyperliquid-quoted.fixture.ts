import { HOUR_MS } from '@fullcarry/domain/time-window';

export const FROM_MS = 1704286800000;

export const ETH = {
  exchange: 'hyperliquid',
  symbol: 'ETH/USDC:USDC',
  nativeId: 'ETH',
  listedAtMs: undefined,
};

/** A candle and a settlement: shapes and values as ccxt's source quotes them from the exchange. */
export const CANDLE = {
  T: FROM_MS + HOUR_MS - 1,
  c: '2226.4',
  h: '2247.9',
  i: '1h',
  l: '2224.6',
  n: 46,
  o: '2247.9',
  s: 'ETH',
  t: FROM_MS,
  v: '591.6427',
};

export const SETTLEMENT = {
  coin: 'ETH',
  fundingRate: '0.0000125',
  premium: 'NaN',
  time: 1704290400031,
};
