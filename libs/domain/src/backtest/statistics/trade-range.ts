import { blockBootstrapMean, seededRandom } from './block-bootstrap.js';

/** How some trades came out; each a fraction of one leg's notional, after all costs. */
export interface TradeRange {
  readonly trades: number;
  readonly won: number;
  readonly mean: number | undefined;
  /** Between these the mean lies with 95 %; undefined for fewer than two trades. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly worst: number | undefined;
  readonly best: number | undefined;
}

const DRAWS = 2_000;
const SEED = 1;

/**
 * Returns the mean of what trades came to and how sure it is, by bootstrap of trades one by one: the trades of one market follow
 * each other, so that what one says of the next is in no interval. The same for the same trades.
 */
export function tradeRange(nets: readonly number[]): TradeRange {
  const { length } = nets;
  const isSome = length > 0;
  const sure =
    length < 2
      ? undefined
      : blockBootstrapMean(nets, { block: 1, draws: DRAWS, confidence: 0.95 }, seededRandom(SEED));
  return {
    trades: length,
    won: nets.filter((net) => net > 0).length,
    mean: isSome ? nets.reduce((sum, net) => sum + net, 0) / length : undefined,
    low: sure?.low,
    high: sure?.high,
    worst: isSome ? Math.min(...nets) : undefined,
    best: isSome ? Math.max(...nets) : undefined,
  };
}
