import { DAY_MS, HOUR_MS } from '../../time-window.js';
import { blockBootstrapMean, seededRandom, type Interval } from './block-bootstrap.js';
import { momentsOf } from './moments.js';
import { probabilisticSharpe, yearlySharpe } from './sharpe.js';

/** Equity at the end of a day, USDT. */
export interface EquityPoint {
  readonly atMs: number;
  readonly equityUsdt: number;
}

/** A trade as far as metrics ask: USDT; a fraction of a notional. */
export interface MeasuredTrade {
  readonly netUsdt: number;
  readonly fundingUsdt: number;
  readonly costsUsdt: number;
  readonly notionalUsdt: number;
  /** Undefined while it is held. */
  readonly heldHours: number | undefined;
}

/**
 * What a run is worth, for people: floating point. Yields are fractions of the starting equity a year, not compounded;
 * what can't be told is undefined.
 */
export interface BacktestMetrics extends TradeFigures {
  /** The worst drop of mark-to-market equity from its peak, a fraction of the peak, ≥ 0. */
  readonly maxDrawdown: number;
  readonly netUsdt: number;
  readonly yearlyYield: number | undefined;
  /** Between which yearly yields it lies with 95 % confidence, by a block bootstrap of the daily returns. */
  readonly yearlyYieldLow: number | undefined;
  readonly yearlyYieldHigh: number | undefined;
  /** Daily returns on capital, with what the basis did, × √365. */
  readonly sharpe: number | undefined;
  /** How probable it is that the true Sharpe ratio is above 0. */
  readonly probabilisticSharpe: number | undefined;
}

/** What trades took and brought, whatever else was done with the money. */
export interface TradeFigures {
  /** Hours of holding after which the mean funding had earned the costs of a trade; undefined where it never did. */
  readonly breakEvenHours: number | undefined;
  readonly worstTradeUsdt: number | undefined;
  readonly bestTradeUsdt: number | undefined;
  readonly trades: number;
  readonly wins: number;
  readonly meanHoldingHours: number | undefined;
  /**
   * The costs of a round trip, basis points of notional, at which the run would have earned nothing: those that were
   * paid and what was left of it.
   */
  readonly breakEvenCostBps: number | undefined;
}

const BLOCK_DAYS = 10;
const DRAWS = 2_000;
const SEED = 20_261_128;

export function metricsOf(
  startingEquityUsdt: number,
  daily: readonly EquityPoint[],
  trades: readonly MeasuredTrade[],
  window: { readonly fromMs: number; readonly toMs: number },
): BacktestMetrics {
  const returns = dailyReturns(startingEquityUsdt, daily);
  const moments = momentsOf(returns);
  const netUsdt = (daily.at(-1)?.equityUsdt ?? startingEquityUsdt) - startingEquityUsdt;
  const elapsedMs = window.toMs - window.fromMs;
  const isLong = elapsedMs >= DAY_MS;
  const interval = yieldInterval(returns);
  return {
    ...tradeFigures(trades),
    maxDrawdown: maxDrawdown(startingEquityUsdt, daily),
    netUsdt,
    yearlyYield: isLong ? (netUsdt / startingEquityUsdt) * ((365 * DAY_MS) / elapsedMs) : undefined,
    yearlyYieldLow: interval?.low,
    yearlyYieldHigh: interval?.high,
    sharpe: yearlySharpe(returns),
    probabilisticSharpe:
      moments && probabilisticSharpe({ ...moments, sharpe: moments.mean / moments.deviation }, 0),
  };
}

export function tradeFigures(trades: readonly MeasuredTrade[]): TradeFigures {
  const nets = trades.map((one) => one.netUsdt);
  const held = trades.flatMap(({ heldHours }) => heldHours ?? []);
  const notional = total(trades.map((one) => one.notionalUsdt));
  const costs = total(trades.map((one) => one.costsUsdt));
  return {
    breakEvenHours: breakEven(trades),
    worstTradeUsdt: nets.length === 0 ? undefined : Math.min(...nets),
    bestTradeUsdt: nets.length === 0 ? undefined : Math.max(...nets),
    trades: trades.length,
    wins: nets.filter((one) => one > 0).length,
    meanHoldingHours: held.length === 0 ? undefined : total(held) / held.length,
    breakEvenCostBps: notional > 0 ? ((costs + total(nets)) / notional) * 10_000 : undefined,
  };
}

/**
 * Between which simple yearly yields the one of some daily returns lies with 95 % confidence, the same on every machine; undefined
 * for less than two blocks of days.
 */
export function yieldInterval(daily: readonly number[]): Interval | undefined {
  if (daily.length < 2 * BLOCK_DAYS) return undefined;
  const mean = blockBootstrapMean(
    daily,
    { block: BLOCK_DAYS, draws: DRAWS, confidence: 0.95 },
    seededRandom(SEED),
  );
  return mean && { low: mean.low * 365, high: mean.high * 365 };
}

/** Each day's change of equity ÷ the starting equity: what is earned is not put in again. */
export function dailyReturns(startingEquityUsdt: number, daily: readonly EquityPoint[]): number[] {
  return daily.map(({ equityUsdt }, i) => {
    const before = daily[i - 1]?.equityUsdt ?? startingEquityUsdt;
    return (equityUsdt - before) / startingEquityUsdt;
  });
}

export function maxDrawdown(startingEquityUsdt: number, daily: readonly EquityPoint[]): number {
  let peak = startingEquityUsdt;
  let deepest = 0;
  for (const { equityUsdt } of daily) {
    peak = Math.max(peak, equityUsdt);
    deepest = Math.max(deepest, (peak - equityUsdt) / peak);
  }
  return deepest;
}

/** Costs of a trade ÷ mean funding an hour of holding, over all that are over. */
function breakEven(trades: readonly MeasuredTrade[]): number | undefined {
  const over = trades.filter(({ heldHours }) => heldHours !== undefined);
  const hours = total(over.map(({ heldHours }) => heldHours ?? 0));
  const hourly = total(over.map(({ fundingUsdt }) => fundingUsdt)) / hours;
  const mean = total(over.map(({ costsUsdt }) => costsUsdt)) / over.length;
  return hours > 0 && hourly > 0 ? mean / hourly : undefined;
}

function total(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}

export function heldHours(openedAtMs: number, closedAtMs: number | undefined): number | undefined {
  return closedAtMs === undefined ? undefined : (closedAtMs - openedAtMs) / HOUR_MS;
}
