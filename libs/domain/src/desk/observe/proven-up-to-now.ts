import { covers, floorTo, MINUTE_MS, type TimeWindow } from '../../time-window.js';
import type { Reason } from '../decide/verdict.js';

/**
 * How long the desk trades on without the newest row, a settlement or a candle: as long as the slowest settlements were
 * seen to take, and the fetcher to ask for them.
 */
export const TAIL_GRACE_MS = 15 * MINUTE_MS;

/** The coverage of a market's two series. */
export interface TailCoverage {
  readonly candles: readonly TimeWindow[];
  readonly funding: readonly TimeWindow[];
}

/** When the next settlement is, as the exchange says now, and the length of a candle. */
export interface Due {
  readonly nowMs: number;
  readonly nextFundingAtMs: number;
  readonly intervalMs: number;
  readonly candleStepMs: number;
}

/**
 * Returns why the stored history does not reach up to now; undefined when it does: the last settlement due
 * and the last closed candle are covered, each TAIL_GRACE_MS after it was due at the latest.
 */
export function unprovenTail(coverage: TailCoverage, due: Due): Reason | undefined {
  const lateMs = due.nowMs - TAIL_GRACE_MS;
  const lastSettlementMs = lastDue(due.nextFundingAtMs, due.intervalMs, lateMs);
  if (!covers(coverage.funding, lastSettlementMs)) {
    return {
      code: 'not-proven',
      text: `The settlement of ${new Date(lastSettlementMs).toISOString()} is not proven`,
    };
  }
  return unprovenCandle(coverage.candles, due);
}

/** The same of candles alone: why the last one that closed TAIL_GRACE_MS ago is not covered. */
export function unprovenCandle(
  coverage: readonly TimeWindow[],
  { nowMs, candleStepMs }: Pick<Due, 'nowMs' | 'candleStepMs'>,
): Reason | undefined {
  const lastCandleMs = floorTo(nowMs - TAIL_GRACE_MS, candleStepMs) - candleStepMs;
  if (covers(coverage, lastCandleMs)) return undefined;
  return {
    code: 'not-proven',
    text: `The candle of ${new Date(lastCandleMs).toISOString()} is not proven`,
  };
}

/** The last settlement at or before an instant, counted back from the next one. */
function lastDue(nextFundingAtMs: number, intervalMs: number, atMs: number): number {
  const steps = Math.ceil((nextFundingAtMs - atMs) / intervalMs);
  return nextFundingAtMs - Math.max(steps, 0) * intervalMs;
}
