import type { SignalValues } from '@fullcarry/domain/signal/market-signals';
import type { MarketSignalsReply } from './signals-route.js';

/** The signals as they travel. Infinity is no number of JSON: a half-life that never ends is said beside it. */
export function signalsView({ regime, richRun, ...values }: SignalValues): MarketSignalsReply {
  const { level, persistence, halfLifeHours, trend, slope, slowCarry, tailRate } = values;
  const { basisScore, basisHalfLifeHours, basisVolatility, turnoverTrend } = values;
  return {
    ...{ level: told(level), persistence: told(persistence), trend: told(trend) },
    ...{ slope: told(slope), slowCarry: told(slowCarry), tailRate: told(tailRate) },
    ...{ halfLifeHours: told(halfLifeHours), halfLifeLasts: halfLifeHours === Infinity },
    ...{ basisScore: told(basisScore), basisVolatility: told(basisVolatility) },
    ...{ basisHalfLifeHours: told(basisHalfLifeHours), turnoverTrend: told(turnoverTrend) },
    ...{ regime: regime ?? null, richRun },
  };
}

function told(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
