import type { PredictedRate } from './carry-yield.js';
import type { FundingPersistence } from './funding-persistence.js';

/** What a perpetual's funding is, and how long that lasts. */
export interface FundingStream {
  readonly predicted: PredictedRate;
  readonly persistence: FundingPersistence | undefined;
  /**
   * Average of the hourly carry with τ of 168 h, fraction of notional an hour: with it the carry that is expected goes back in two
   * speeds (two-speed-carry.ts). Undefined where the settings don't ask for it.
   */
  readonly slowCarry?: number | undefined;
}
