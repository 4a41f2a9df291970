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
  spanTrendOf,
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

/** What the settlements of a market say; see SIGNALS for unit and sign. Undefined: too few rows to tell. */
export interface CarryValues {
  readonly level: number | undefined;
  readonly persistence: number | undefined;
  readonly halfLifeHours: number | undefined;
  /** See richRunOf. */
  readonly richRun: number;
  /** See spanTrendOf. */
  readonly spanTrend: number | undefined;
  /** See tailRateOf. */
  readonly tailRate: number | undefined;
}

/** What the signals of a market say together; see SIGNALS for unit and sign. Undefined: too few rows to tell. */
export interface SignalValues extends CarryValues {
  /** Average of the hourly carry with τ of 168 h: fraction of notional an hour. */
  readonly slowCarry: number | undefined;
  readonly trend: number | undefined;
  readonly slope: number | undefined;
  readonly basisScore: number | undefined;
  readonly basisHalfLifeHours: number | undefined;
  readonly turnoverTrend: number | undefined;
  readonly regime: RegimeName | undefined;
  /** See basisVolatilityOf. */
  readonly basisVolatility: number | undefined;
}

export function signalValues(signals: MarketSignals): SignalValues {
  const { carry, turnover } = signals;
  const trend = signals.trend?.older;
  const basis = signals.basis?.older;
  const ofCarry = carry ? carryValues(carry) : NO_CARRY;
  // Spelled out: it is asked for at each candle, and a spread takes as long as all of this.
  return {
    level: ofCarry.level,
    persistence: ofCarry.persistence,
    halfLifeHours: ofCarry.halfLifeHours,
    richRun: ofCarry.richRun,
    spanTrend: ofCarry.spanTrend,
    tailRate: ofCarry.tailRate,
    slowCarry: trend?.slow.value,
    trend: trend && trendOf(trend),
    slope: trend && slopeOf(trend),
    basisScore: basis && basisScoreOf(basis),
    basisHalfLifeHours: basis && basisHalfLifeOf(basis),
    turnoverTrend: turnover && turnoverTrendOf(turnover),
    regime: signals.regime?.older?.name,
    basisVolatility: basis && basisVolatilityOf(basis),
  };
}

const NO_CARRY: CarryValues = {
  level: undefined,
  persistence: undefined,
  halfLifeHours: undefined,
  richRun: 0,
  spanTrend: undefined,
  tailRate: undefined,
};

/** Of a window that did not change: candles come oftener than settlements, and to make these anew takes longest. */
const MADE = new WeakMap<CarryWindow, CarryValues>();

function carryValues(carry: CarryWindow): CarryValues {
  const known = MADE.get(carry);
  if (known) return known;
  const made: CarryValues = {
    level: levelOf(carry),
    persistence: persistenceSignOf(carry),
    halfLifeHours: halfLifeOf(carry),
    richRun: richRunOf(carry),
    spanTrend: spanTrendOf(carry),
    tailRate: tailRateOf(carry),
  };
  MADE.set(carry, made);
  return made;
}
