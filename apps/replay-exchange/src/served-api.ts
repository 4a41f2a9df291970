import type { Api } from './api/api.js';
import type { Readings } from './api/view.js';
import type { ReplayClock } from './clock/replay-clock.js';
import type { FaultInjector } from './faults/fault-injector.js';
import type { Traffic } from './http/traffic.js';
import type { MarketBoard } from './market/market-board.js';

/** One API as this replay serves it: with markets, faults and counts of its own. */
export interface ServedApi {
  readonly api: Api;
  /** It plays recordings of one's own, not those of the project. */
  readonly isOwn: boolean;
  readonly board: MarketBoard;
  readonly injector: FaultInjector;
  readonly traffic: Traffic;
}

/** Everything that the replay consists of, behind its HTTP servers: one clock, and one API or several. */
export interface Replay {
  readonly anchorMs: number;
  readonly clock: ReplayClock;
  readonly readings: Readings;
  /** The first one answers for the replay where none is named. */
  readonly apis: readonly [ServedApi, ...ServedApi[]];
  /** What of one's own recordings is not played, and why. */
  readonly leftOut: readonly string[];
}
