import { floorTo, HOUR_MS, MINUTE_MS } from '../clock/durations.js';
import type { RecordedSettlement } from '../recording/recorded-rows.js';
import type { SettlementsAround } from './replay-market.js';

/** What a ticker announces about funding that is not yet charged. */
export interface FundingOutlook {
  readonly rate: string;
  readonly nextAtMs: number;
  readonly intervalMinutes: number;
}

/** The usual interval of these exchanges, where the recording is too short to tell. */
export const USUAL_INTERVAL_MS = 8 * HOUR_MS;

/**
 * The next recorded settlement, announced as the exchange would have: its rate as the prediction, its
 * time without jitter, and the interval in force. Undefined for a market without funding.
 */
export function fundingOutlook(around: SettlementsAround): FundingOutlook | undefined {
  const [preceding] = stepsMs(around.before);
  const [following] = stepsMs(around.after);
  const last = around.before.at(-1);
  const next = around.after[0];
  if (next) {
    const step = last && minuteOf(next) - minuteOf(last);
    return {
      rate: next.rate,
      nextAtMs: minuteOf(next),
      intervalMinutes: intervalInForceMs(preceding, step, following) / MINUTE_MS,
    };
  }
  if (!last) return undefined;
  // The recording is used up: the last known schedule goes on being announced.
  const intervalMs = preceding ?? USUAL_INTERVAL_MS;
  return {
    rate: last.rate,
    nextAtMs: minuteOf(last) + intervalMs,
    intervalMinutes: intervalMs / MINUTE_MS,
  };
}

/**
 * Where an interval grows, the first step is cut short by the new grid (1 h, then 6 h, then 8 h): the
 * longer interval is then already in force. Everywhere else it is the present step.
 */
function intervalInForceMs(
  preceding: number | undefined,
  step: number | undefined,
  following: number | undefined,
): number {
  if (step === undefined) return following ?? USUAL_INTERVAL_MS;
  if (preceding === undefined || following === undefined) return step;
  return preceding < step && step < following ? following : step;
}

function stepsMs(settlements: readonly RecordedSettlement[]): number[] {
  const minutes = settlements.map(minuteOf);
  return minutes.slice(1).map((minute, i) => minute - (minutes[i] ?? minute));
}

function minuteOf(settlement: RecordedSettlement): number {
  return floorTo(settlement.stampMs, MINUTE_MS);
}
