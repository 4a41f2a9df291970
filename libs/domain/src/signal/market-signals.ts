import { anchoredStep, type Anchored } from './anchored.js';
import {
  basisHalfLifeOf,
  basisScoreOf,
  basisStep,
  basisVolatilityOf,
  type BasisSignal,
} from './basis-signal.js';
import {
  carryStep,
  halfLifeOf,
  levelOf,
  persistenceSignOf,
  richRunOf,
  tailRateOf,
  type CarryWindow,
} from './carry-window.js';
import { slopeOf, trendOf, trendStep, type FundingTrend } from './funding-trend.js';
import { regimeStep, type Regime, type RegimeName } from './regime.js';
import type { PriceRow, SettledRow } from './signal-row.js';
import { turnoverStep, turnoverTrendOf, type TurnoverTrend } from './turnover-trend.js';

/** All signals of one market, as far as its rows came: begin with NO_SIGNALS. */
export interface MarketSignals {
  readonly carry: CarryWindow | undefined;
  readonly trend: Anchored<FundingTrend> | undefined;
  readonly regime: Anchored<Regime> | undefined;
  readonly basis: Anchored<BasisSignal | undefined> | undefined;
  readonly turnover: TurnoverTrend | undefined;
}

export const NO_SIGNALS: MarketSignals = {
  carry: undefined,
  trend: undefined,
  regime: undefined,
  basis: undefined,
  turnover: undefined,
};

export function settledStep(before: MarketSignals, row: SettledRow): MarketSignals {
  const { settledAtMs } = row;
  return {
    ...before,
    carry: carryStep(before.carry, row),
    trend: anchoredStep(before.trend, settledAtMs, (state) => trendStep(state, row)),
    regime: anchoredStep(before.regime, settledAtMs, (state) => regimeStep(state, row)),
  };
}

export function priceStep(before: MarketSignals, row: PriceRow): MarketSignals {
  return {
    ...before,
    basis: anchoredStep(before.basis, row.closedAtMs, (state) => basisStep(state, row)),
    turnover: turnoverStep(before.turnover, row),
  };
}

/** What the signals of a market say together; see SIGNALS for unit and sign. Undefined: too few rows to tell. */
export interface SignalValues {
  readonly level: number | undefined;
  readonly trend: number | undefined;
  readonly slope: number | undefined;
  readonly persistence: number | undefined;
  readonly halfLifeHours: number | undefined;
  readonly basisScore: number | undefined;
  readonly basisHalfLifeHours: number | undefined;
  readonly turnoverTrend: number | undefined;
  readonly regime: RegimeName | undefined;
  /** See richRunOf. */
  readonly richRun: number;
  /** See basisVolatilityOf. */
  readonly basisVolatility: number | undefined;
  /** See tailRateOf. */
  readonly tailRate: number | undefined;
}

export function signalValues(signals: MarketSignals): SignalValues {
  const { carry = [], turnover } = signals;
  const trend = signals.trend?.older;
  const basis = signals.basis?.older;
  return {
    level: levelOf(carry),
    trend: trend && trendOf(trend),
    slope: trend && slopeOf(trend),
    persistence: persistenceSignOf(carry),
    halfLifeHours: halfLifeOf(carry),
    basisScore: basis && basisScoreOf(basis),
    basisHalfLifeHours: basis && basisHalfLifeOf(basis),
    turnoverTrend: turnover && turnoverTrendOf(turnover),
    regime: signals.regime?.older?.name,
    richRun: richRunOf(carry),
    basisVolatility: basis && basisVolatilityOf(basis),
    tailRate: tailRateOf(carry),
  };
}
