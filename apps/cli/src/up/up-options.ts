export const REPLAY_PORT = 8787;
export const WEB_PORT = 8080;
export const METRICS_PORT = 9101;
export const DESK_METRICS_PORT = 9102;

export interface UpOptions {
  /** `replay`, or ccxt ids with commas between; the desk trades on the first. */
  readonly exchange: string;
  /** Which exchanges the replay plays, with commas between. */
  readonly replayApis: string;
  /** The folder with the database, the store of NATS and the logs. */
  readonly data: string;
  readonly replayPort: number;
  /** Where the page and the routes are. */
  readonly port: number;
  /** Health and metrics of the fetcher. */
  readonly metricsPort: number;
  /** Health and metrics of the desk. */
  readonly deskMetricsPort: number;
  /** false: history and page only. */
  readonly desk: boolean;
  /** Of a new replay: how many recorded days the desk trades through before the present. 0: none. */
  readonly daysBack: number;
}
