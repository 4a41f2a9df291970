export const REPLAY_PORT = 8787;

export interface UpOptions {
  /** `replay`, or a ccxt id. */
  readonly exchange: string;
  /** The folder with the database, the store of NATS and the logs. */
  readonly data: string;
  readonly replayPort: number;
}
