import { MarketStore } from '@fullcarry/history/markets/market-store';
import type { GatewayRun } from '../gateway-run.js';
import { UnavailableError } from '../unavailable-error.js';

/** Whether a market is collected, or at least its current rate is known. While nobody can say, it is not denied. */
export async function isMarketKnown(
  run: GatewayRun,
  exchange: string,
  name: string,
): Promise<boolean> {
  const view = run.views.find((one) => one.exchange === exchange);
  if (!view) return false;
  const rates = view.facts.latest.rates?.fact.markets ?? [];
  if (rates.some(({ symbol, nativeId }) => symbol === name || nativeId === name)) return true;
  try {
    return await run.read(
      async (database) => (await new MarketStore(database).seriesOf(exchange, name)).length > 0,
    );
  } catch (error) {
    if (error instanceof UnavailableError) return true;
    throw error;
  }
}
