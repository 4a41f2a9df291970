import type { DeskCycle, MarketVerdict } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { MarketSummary } from '@fullcarry/contracts/http/market/markets-route';
import type { MarketRate } from '@fullcarry/contracts/facts/market-rates-v1';
import { roundTripCost } from '@fullcarry/domain/desk/observe/round-trip-cost';
import { DAY_MS } from '@fullcarry/domain/time-window';

/** Fewer days of settlements say little about a market's mean. */
const SHORT_HISTORY_DAYS = 30;

const YEAR_HOURS = 8_760;
const DAY_MINUTES = 1_440;

/** What the last cycle reported of a market, with its rate now. Yields are fractions a year; undefined is unknown. */
export interface Opportunity extends MarketVerdict {
  readonly exchange: string;
  readonly rate: MarketRate | undefined;
  /** `expected` − `costs` = net yield, of the last cycle. */
  readonly expected: number | undefined;
  readonly costs: number | undefined;
  /** Infinity where the predicted rate earns nothing. */
  readonly breakEvenDays: number | undefined;
  /** Days of settled funding; only where they are few. */
  readonly shortHistoryDays: number | undefined;
}

export interface Known {
  readonly rates: readonly MarketRate[];
  readonly settings: DeskSettings | undefined;
  readonly markets: readonly MarketSummary[];
  readonly nowMs: number;
}

export function opportunities(cycle: DeskCycle | undefined, known: Known): Opportunity[] {
  if (!cycle) return [];
  const rates = new Map(known.rates.map((rate) => [rate.symbol, rate]));
  const firstRows = new Map(
    known.markets
      .filter(({ exchange }) => exchange === cycle.exchange)
      .map((market) => [market.symbol, firstSettlementMs(market)]),
  );
  const { settings } = known;
  const costs =
    settings &&
    (roundTripCost(settings, { long: 'spot', short: 'perpetual' }) * YEAR_HOURS) /
      settings.holdingHours;
  return cycle.markets.map((verdict) => {
    const rate = rates.get(verdict.symbol);
    const hasYield = verdict.netYield !== null && costs !== undefined;
    const firstMs = firstRows.get(verdict.symbol);
    const days = firstMs === undefined ? undefined : (known.nowMs - firstMs) / DAY_MS;
    return {
      ...verdict,
      exchange: cycle.exchange,
      rate,
      costs: hasYield ? costs : undefined,
      expected: hasYield ? (verdict.netYield ?? 0) + costs : undefined,
      breakEvenDays: breakEvenDays(verdict, rate),
      shortHistoryDays: days !== undefined && days < SHORT_HISTORY_DAYS ? days : undefined,
    };
  });
}

/** Settlements of one market can't be compared with those of another: 60 of 1 h are 2.5 days, of 8 h 20. */
function breakEvenDays(
  { breakEvenSettlements, grossYield }: MarketVerdict,
  rate: MarketRate | undefined,
): number | undefined {
  if (grossYield !== null && grossYield <= 0) return Infinity;
  if (breakEvenSettlements === null || !rate) return undefined;
  return (breakEvenSettlements * rate.intervalMinutes) / DAY_MINUTES;
}

function firstSettlementMs({ series }: MarketSummary): number | undefined {
  return series.find((one) => one.series.kind === 'funding')?.firstRowAtMs ?? undefined;
}
