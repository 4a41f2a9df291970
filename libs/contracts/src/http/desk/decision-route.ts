import { z } from 'zod';
import { marketExplained } from '../../desk/market-explained.js';
import type { HttpRoute } from '../http-route.js';

/** A symbol, or of two perpetuals that and both exchanges: `BTC/USDT:USDT okx/bybit`. */
const pairText = z
  .string()
  .regex(/^[\p{L}\p{N}/:._ -]{1,140}$/u, 'allowed is a symbol, as in BTC/USDT:USDT or BTCUSDT');

export const DecisionRoute = {
  method: 'get',
  path: '/api/decision',
  topic: 'desk',
  summary:
    'What the active desk thinks of one market now: the decision with its rule, what the yield and the score are made of, costs, size and what binds it, and all that speaks against it; by the functions that decide',
  query: z.strictObject({ market: pairText }),
  reply: marketExplained,
} as const satisfies HttpRoute;
