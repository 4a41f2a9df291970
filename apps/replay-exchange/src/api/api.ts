import type { Fault } from '../faults/fault.js';
import type { Delivery } from '../http/delivery.js';
import type { MarketSpec } from '../recording/market-manifest.js';
import type { OwnVenue } from '../recording/own/own-venue.js';
import type { Answer } from './answer.js';
import type { Limit, Refused } from './limit.js';
import type { Query, Question } from './question.js';
import type { View } from './view.js';

export type Endpoint = (query: Query, view: View) => Answer;

/**
 * One exchange's API, as the replay speaks it. All that is not in here is the same for every API.
 *
 * `id`: the ccxt id. `title`: for people. `prefixes`: of its paths, none of which begins another API's.
 * `endpoints`: by the path of a question. `question`: what a request asks; undefined for a route that does
 *   not exist. `symbolParameter`: where a question names its market.
 * `own`: how recordings of one's own are named on it.
 * `markets`: what it lists without any, under its own names. `standIn`: stated openly when none of it was recorded on this
 *   exchange. `unlistedSymbol`: how it would call a market that is being
 *   prepared. `limits`: the first one's size can be set from outside. `refuse`: what a breach is answered.
 * `faults`: what can only happen here, beside what happens to every exchange.
 * `usageHeaders`: what a counted answer says about how much of each limit is used, by the limit's name.
 */
export interface Api {
  readonly id: string;
  readonly title: string;
  readonly prefixes: readonly string[];
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly question: (request: MarketRequest) => Question | undefined;
  readonly symbolParameter: string;
  readonly markets: (anchorMs: number) => readonly MarketSpec[];
  readonly own: OwnVenue;
  readonly standIn?: string;
  readonly unlistedSymbol: string;
  readonly limits: readonly Limit[];
  readonly refuse: (refused: Refused) => Delivery;
  readonly unknownRoute: () => Delivery;
  readonly faults: readonly Fault[];
  readonly usageHeaders?: (
    used: ReadonlyMap<string, number>,
    question: Question,
  ) => Readonly<Record<string, string>>;
}

/** A request to an API. `body`: of a POST, as JSON; undefined when there is none or it is no JSON. */
export interface MarketRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Query;
  readonly body: unknown;
}

/** The question of an API that is asked by GET alone. */
export function questionOfGet({ method, path, query }: MarketRequest): Question | undefined {
  return method === 'GET' ? { path, query } : undefined;
}
