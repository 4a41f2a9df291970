/**
 * One limit as the exchange publishes it: at most `most` units in any `windowMs`.
 *
 * `name`: the exchange's id for its first limit, `<id>.<what it is for>` for the others.
 * `heaviest`: the most units that one request costs; 1 where requests are counted, more where they are weighed.
 */
export interface RateLimit {
  readonly name: string;
  readonly most: number;
  readonly windowMs: number;
  readonly heaviest: number;
}

/** What one request costs, and of which limit. */
export interface RequestWeight {
  readonly limit: RateLimit;
  readonly cost: number;
}
