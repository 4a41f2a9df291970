/**
 * How decisions become fills, and when what happened is known.
 *
 * A cycle decides `decisionDelayMs` after candles closed, on candles that were published by then. It is filled at the
 * next price: the opening of the candle that begins at that close, the first trade that the decision did not see.
 */
export interface ExecutionModel {
  /** How often the desk decides; a whole number of candles. */
  readonly cycleMs: number;
  /** How long after its close a candle is published. */
  readonly candleDelayMs: number;
  /** How long after the exchange's own stamp a settled rate is published. */
  readonly settlementDelayMs: number;
  /** How long after a close the desk decides. */
  readonly decisionDelayMs: number;
  /** How many candles later the second leg is traded: 0 trades it at once. */
  readonly legDelayCandles: number;
}

export const USUAL_EXECUTION: Omit<ExecutionModel, 'cycleMs'> = {
  candleDelayMs: 5_000,
  settlementDelayMs: 5_000,
  decisionDelayMs: 10_000,
  legDelayCandles: 0,
};
