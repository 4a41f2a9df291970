import type { DeskCycle } from '@fullcarry/contracts/desk-cycle-v1';
import type { MarketProgress } from '@fullcarry/contracts/data-progress-v1';
import type { MarketSummary } from '@fullcarry/contracts/http/markets-route';
import type { MarketRate } from '@fullcarry/contracts/market-rates-v1';

/** One line of the markets table: what was asked, with the newest that was told since. */
export interface MarketRow extends MarketSummary {
  /** Share of what is due that is proven, 0 to 1, of all its series; undefined where nothing is tracked. */
  readonly completeness: number | undefined;
}

export interface Told {
  /** The exchange of rates and cycle. */
  readonly exchange: string;
  readonly rates: readonly MarketRate[];
  readonly cycle: DeskCycle | undefined;
  readonly progress: readonly MarketProgress[];
}

/** Rates, yields and completeness are told all the time; the rest is as it was asked. */
export function mergeMarkets(markets: readonly MarketSummary[], told: Told): MarketRow[] {
  const rates = new Map(told.rates.map((rate) => [rate.symbol, rate]));
  const verdicts = new Map(told.cycle?.markets.map((verdict) => [verdict.symbol, verdict]));
  const progress = new Map(told.progress.map((market) => [nameOf(market), market]));
  return markets.map((market) => {
    const isTold = market.exchange === told.exchange;
    const verdict = isTold ? verdicts.get(market.symbol) : undefined;
    return {
      ...market,
      ...newestRate(isTold ? rates.get(market.symbol) : undefined),
      ...(verdict ? { netYield: verdict.netYield, verdict } : {}),
      completeness: completeness(market, progress.get(nameOf(market))),
    };
  });
}

function nameOf({ exchange, symbol }: { readonly exchange: string; readonly symbol: string }) {
  return `${exchange} ${symbol}`;
}

function newestRate(rate: MarketRate | undefined): Partial<MarketSummary> {
  if (!rate) return {};
  const { predictedRate, nextFundingAtMs, intervalMinutes, markPrice, turnoverUsdt24h } = rate;
  return { predictedRate, nextFundingAtMs, intervalMinutes, markPrice, turnoverUsdt24h };
}

function completeness(
  { tracked, series }: MarketSummary,
  told: MarketProgress | undefined,
): number | undefined {
  if (!tracked) return undefined;
  const shares = told
    ? told.series.map(({ rowsDone, rowsTotal }) => (rowsTotal === 0 ? 1 : rowsDone / rowsTotal))
    : series.map((one) => one.completeness ?? 0);
  return shares.length === 0 ? undefined : Math.min(1, ...shares);
}
