import type { Api } from './api/api.js';
import { BINANCE_API } from './binanceusdm/binance-api.js';
import { BYBIT_API } from './bybit/bybit-api.js';
import { HYPERLIQUID_API } from './hyperliquid/hyperliquid-api.js';
import { OKX_API } from './okx/okx-api.js';

/** Every API that the replay speaks, by ccxt id. */
export const APIS: ReadonlyMap<string, Api> = new Map(
  [BYBIT_API, HYPERLIQUID_API, OKX_API, BINANCE_API].map((api) => [api.id, api]),
);
