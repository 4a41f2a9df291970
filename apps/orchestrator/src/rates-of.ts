import type { MarketRates } from '@fullcarry/contracts/market-rates-v1';
import type { Market, MarketTicker } from '@fullcarry/domain/market';
import type { SpotTicker } from '@fullcarry/domain/spot-ticker';

/** What the exchange says now, as it travels; markets without a scheduled funding are left out. */
export function ratesOf(
  markets: readonly Market[],
  tickers: readonly MarketTicker[],
  spots: readonly SpotTicker[],
): MarketRates['markets'] {
  const nativeIds = new Map(markets.map(({ symbol, nativeId }) => [symbol, nativeId]));
  const spotOf = new Map(spots.map((spot) => [spot.symbol, spot]));
  return tickers.flatMap((ticker) => {
    const nativeId = nativeIds.get(ticker.symbol);
    if (nativeId === undefined) return [];
    const spot = spotOf.get(ticker.symbol);
    return [
      {
        symbol: ticker.symbol,
        nativeId,
        predictedRate: ticker.fundingRate,
        nextFundingAtMs: ticker.nextFundingAtMs,
        intervalMinutes: ticker.fundingIntervalMinutes,
        markPrice: ticker.markPrice,
        lastPrice: ticker.lastPrice,
        turnoverUsdt24h: ticker.turnoverUsdt24h,
        spot: spot
          ? {
              symbol: spot.spotSymbol,
              lastPrice: spot.lastPrice,
              unitsPerContract: spot.unitsPerContract,
            }
          : null,
      },
    ];
  });
}
