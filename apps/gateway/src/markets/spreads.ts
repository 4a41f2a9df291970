import type { MarketRate } from '@fullcarry/contracts/facts/market-rates-v1';
import type { AssetSpread, SpreadLeg } from '@fullcarry/contracts/http/market/spreads-route';
import { assetOf, assetOfClass } from '@fullcarry/domain/across/asset-of';
import { bestPair, type FundingLeg } from '@fullcarry/domain/across/best-pair';
import { coinPrice } from '@fullcarry/domain/across/coin-price';
import { normalisedRate } from '@fullcarry/domain/across/normalised-rate';
import { marketKey } from '@fullcarry/domain/market/market';
import type { LatestSettlement } from '@fullcarry/history/markets/latest-settlements';

/** What one exchange says now. */
export interface ExchangeRates {
  readonly exchange: string;
  readonly markets: readonly MarketRate[];
  readonly stale: boolean;
  readonly takerFeeBps: number;
}

/** The last settlement of each market whose history is kept, by its key. */
export type Settled = ReadonlyMap<string, LatestSettlement>;

/** The assets, those with the best pair first, then by turnover. */
export function spreads(
  exchanges: readonly ExchangeRates[],
  settled: Settled,
  holdingHours: number,
): AssetSpread[] {
  const fees = new Map(exchanges.map((one) => [one.exchange, one.takerFeeBps]));
  const fresh = new Set(exchanges.flatMap((one) => (one.stale ? [] : one.exchange)));
  return [...legsByAsset(exchanges, settled)]
    .map(([asset, legs]) => {
      const candidates = legs
        .filter((leg) => fresh.has(leg.exchange))
        .map((leg) => asLeg(leg, fees.get(leg.exchange) ?? 0));
      return { asset, legs, pair: pairOf(candidates, holdingHours) };
    })
    .sort(byPairThenTurnover);
}

function legsByAsset(
  exchanges: readonly ExchangeRates[],
  settled: Settled,
): ReadonlyMap<string, SpreadLeg[]> {
  const assets = new Map<string, SpreadLeg[]>();
  for (const { exchange, markets } of exchanges) {
    for (const market of markets) {
      const { asset: name, multiplier } = assetOf({ exchange, ...market });
      const asset = assetOfClass(name, market.assetClass);
      const leg = legOf(exchange, market, multiplier, settled);
      const legs = assets.get(asset) ?? [];
      const twin = legs.find((one) => one.exchange === exchange);
      if (twin && Number(twin.turnoverUsdt24h) >= Number(leg.turnoverUsdt24h)) continue;
      assets.set(asset, [...legs.filter((one) => one !== twin), leg]);
    }
  }
  return assets;
}

function legOf(
  exchange: string,
  market: MarketRate,
  multiplier: number,
  settled: Settled,
): SpreadLeg {
  const { symbol, nativeId, predictedRate, intervalMinutes, nextFundingAtMs } = market;
  const last = settled.get(marketKey({ exchange, symbol }));
  return {
    exchange,
    symbol,
    nativeId,
    multiplier,
    predictedRate,
    intervalMinutes,
    nextFundingAtMs,
    ...normalisedRate(predictedRate, intervalMinutes),
    markPrice: market.markPrice,
    turnoverUsdt24h: market.turnoverUsdt24h,
    lastSettled: last ? settledOf(last) : null,
  };
}

function settledOf({ settledAtMs, rate, intervalMinutes }: LatestSettlement) {
  return {
    settledAtMs,
    rate,
    intervalMinutes: intervalMinutes ?? null,
    ratePerYear:
      intervalMinutes === undefined ? null : normalisedRate(rate, intervalMinutes).ratePerYear,
  };
}

function asLeg(leg: SpreadLeg, takerFeeBps: number): FundingLeg {
  return {
    exchange: leg.exchange,
    ratePerHour: leg.ratePerHour,
    coinPrice: coinPrice(leg.markPrice, leg.multiplier),
    takerFeeBps,
  };
}

function pairOf(legs: readonly FundingLeg[], holdingHours: number): AssetSpread['pair'] {
  const best = bestPair(legs, holdingHours);
  if (!best) return null;
  const { long, short, breakEvenHours, grossPerYear, cost, netPerYear } = best;
  return {
    long: long.exchange,
    short: short.exchange,
    grossPerYear,
    cost,
    netPerYear,
    breakEvenHours: breakEvenHours ?? null,
  };
}

function byPairThenTurnover(a: AssetSpread, b: AssetSpread): number {
  const net = ({ pair }: AssetSpread) => (pair ? Number(pair.netPerYear) : -Infinity);
  const byNet = net(b) - net(a);
  // Two without a pair: Infinity − Infinity is no number.
  return Number.isNaN(byNet) || byNet === 0 ? turnover(b) - turnover(a) : byNet;
}

function turnover({ legs }: AssetSpread): number {
  return legs.reduce((sum, leg) => sum + Number(leg.turnoverUsdt24h), 0);
}
