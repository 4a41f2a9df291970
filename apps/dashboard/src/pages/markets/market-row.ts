import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { MarketProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import type { MarketSummary } from '@fullcarry/contracts/http/market/markets-route';
import type { MarketRate } from '@fullcarry/contracts/facts/market-rates-v1';
import { marketKey } from '@fullcarry/domain/market/market';
import { basis } from '../market/basis/basis.js';

const YEAR_MINUTES = 8_760 * 60;

/** One line of the markets table: what was asked, with the newest that was published since. Undefined is unknown. */
export interface MarketRow extends MarketSummary {
  /** Share of what is expected that is proven, 0 to 1, of all its series; undefined where nothing is tracked. */
  readonly completeness: number | undefined;
  /** The predicted rate and the last settled one by the year of their own intervals, fractions, not compounded. */
  readonly predictedYearly: number | undefined;
  readonly settledYearly: number | undefined;
  /** Mark price now against the close of the candle 24 h ago, a fraction. */
  readonly change24h: number | undefined;
  /** (perpetual − spot) / spot, where the exchange publishes a spot market. */
  readonly basis: number | undefined;
}

export interface NewestFacts {
  /** Of each exchange. */
  readonly rates: ReadonlyMap<string, readonly MarketRate[]>;
  readonly cycle: DeskCycle | undefined;
  readonly progress: readonly MarketProgress[];
}

/** Rates, yields and completeness are published all the time; the rest is as it was asked. */
export function mergeMarkets(markets: readonly MarketSummary[], newest: NewestFacts): MarketRow[] {
  const rates = new Map(
    [...newest.rates].flatMap(([exchange, all]) =>
      all.map((rate) => [marketKey({ exchange, symbol: rate.symbol }), rate] as const),
    ),
  );
  const verdicts = new Map(newest.cycle?.markets.map((verdict) => [verdict.symbol, verdict]));
  const progress = new Map(newest.progress.map((market) => [marketKey(market), market]));
  return markets.map((market) => {
    const rate = rates.get(marketKey(market));
    const isTraded = market.exchange === newest.cycle?.exchange;
    const verdict = isTraded ? verdicts.get(market.symbol) : undefined;
    const now = { ...market, ...newestRate(rate) };
    return {
      ...now,
      ...(verdict ? { netYield: verdict.netYield, verdict } : {}),
      completeness: completeness(market, progress.get(marketKey(market))),
      predictedYearly: yearly(now.predictedRate, now.intervalMinutes),
      settledYearly: yearly(market.lastSettled?.rate, market.lastSettled?.intervalMinutes),
      change24h: change(now.markPrice, market.figures?.price24hAgo),
      basis: rate && basis(rate),
    };
  });
}

function yearly(
  rate: string | null | undefined,
  intervalMinutes: number | null | undefined,
): number | undefined {
  const isKnown = typeof rate === 'string' && typeof intervalMinutes === 'number';
  return isKnown ? (Number(rate) * YEAR_MINUTES) / intervalMinutes : undefined;
}

function change(price: string | null, before: number | null | undefined): number | undefined {
  if (price === null || before === null || before === undefined || before === 0) return undefined;
  return Number(price) / before - 1;
}

function newestRate(rate: MarketRate | undefined): Partial<MarketSummary> {
  if (!rate) return {};
  const { predictedRate, nextFundingAtMs, intervalMinutes, markPrice, turnoverUsdt24h } = rate;
  const openInterest = rate.openInterest ?? null;
  return {
    predictedRate,
    nextFundingAtMs,
    intervalMinutes,
    markPrice,
    turnoverUsdt24h,
    openInterest,
  };
}

function completeness(
  { tracked, series }: MarketSummary,
  newest: MarketProgress | undefined,
): number | undefined {
  if (!tracked) return undefined;
  const shares = newest
    ? newest.series.map(({ rowsDone, rowsTotal }) => (rowsTotal === 0 ? 1 : rowsDone / rowsTotal))
    : series.map((one) => one.completeness ?? 0);
  return shares.length === 0 ? undefined : Math.min(1, ...shares);
}
