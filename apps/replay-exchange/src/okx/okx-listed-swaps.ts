import type { View } from '../api/view.js';
import type { ReplayMarket } from '../market/replay-market.js';

/** The swaps that trade now; OKX does not list those that no longer do. */
export function swapsOf({ board, nowMs }: View): ReplayMarket[] {
  return board.all().filter((market) => market.isLaunched(nowMs) && !market.hasEnded(nowMs));
}
