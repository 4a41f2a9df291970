import type { MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';
import { assetOf } from '@fullcarry/domain/across/asset-of';
import { normalisedRate } from '@fullcarry/domain/across/normalised-rate';
import type { Market, MarketTicker } from '@fullcarry/domain/market/market';
import type { SpotTicker } from '@fullcarry/domain/market/spot-ticker';

/** What the exchange says now, as it travels; markets without a scheduled funding are left out. */
export function ratesOf(
  markets: readonly Market[],
  tickers: readonly MarketTicker[],
  spots: readonly SpotTicker[],
): MarketRates['markets'] {
  const bySymbol = new Map(markets.map((market) => [market.symbol, market]));
  const spotOf = new Map(spots.map((spot) => [spot.symbol, spot]));
  return tickers.flatMap((ticker) => {
    const market = bySymbol.get(ticker.symbol);
    if (market === undefined) return [];
    const spot = spotOf.get(ticker.symbol);
    return [
      {
        symbol: ticker.symbol,
        nativeId: market.nativeId,
        ...assetOf(market),
        assetClass: market.assetClass,
        predictedRate: ticker.predictedRate,
        ...normalisedRate(ticker.predictedRate, ticker.fundingIntervalMinutes),
        nextFundingAtMs: ticker.nextFundingAtMs,
        intervalMinutes: ticker.fundingIntervalMinutes,
        markPrice: ticker.markPrice,
        lastPrice: ticker.lastPrice,
        turnoverUsdt24h: ticker.turnoverUsdt24h,
        ...(ticker.openInterest === undefined ? {} : { openInterest: ticker.openInterest }),
        ...(market.endsAtMs === undefined ? {} : { endsAtMs: market.endsAtMs }),
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
