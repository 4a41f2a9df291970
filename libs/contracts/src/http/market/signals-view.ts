import type { SignalValues } from '@fullcarry/domain/signal/market-signals';
import type { MarketSignalsReply } from './signals-route.js';

/** The signals as they travel. Infinity is no number of JSON: a half-life that never ends is said beside it. */
export function signalsView({ regime, richRun, ...values }: SignalValues): MarketSignalsReply {
  const { level, persistence, halfLifeHours, trend, slope, slowCarry, tailRate } = values;
  const { basisScore, basisHalfLifeHours, basisVolatility, turnoverTrend } = values;
  return {
    ...{
      level: finiteOrNull(level),
      persistence: finiteOrNull(persistence),
      trend: finiteOrNull(trend),
    },
    ...{
      slope: finiteOrNull(slope),
      slowCarry: finiteOrNull(slowCarry),
      tailRate: finiteOrNull(tailRate),
    },
    ...{ halfLifeHours: finiteOrNull(halfLifeHours), halfLifeLasts: halfLifeHours === Infinity },
    ...{ basisScore: finiteOrNull(basisScore), basisVolatility: finiteOrNull(basisVolatility) },
    ...{
      basisHalfLifeHours: finiteOrNull(basisHalfLifeHours),
      turnoverTrend: finiteOrNull(turnoverTrend),
    },
    ...{ regime: regime ?? null, richRun },
  };
}

function finiteOrNull(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
