/**
 * One row as the exchange states it for good, as far as it goes at an instant.
 *
 * `state`: `due` when it has to be there; `never-due` for what the exchange gives all the same (zombies,
 *   inventions); `optional` for the candle in which trading began in the middle, which may be kept or not.
 * `statedSinceMs`: when the exchange gave it for the first time; undefined when it has not yet.
 * `value`: what it gives now; undefined when it gives nothing.
 * `valueSinceMs`: since when it gives exactly that (nothing, after the row vanished); undefined when the row
 *   was never given.
 * `isInGrace`: it became due so shortly ago that its absence says nothing.
 */
export interface TrueRow<Value> {
  readonly atMs: number;
  readonly state: RowState;
  readonly statedSinceMs: number | undefined;
  readonly value: Value | undefined;
  readonly valueSinceMs: number | undefined;
  readonly isInGrace: boolean;
}

export type RowState = 'due' | 'optional' | 'never-due';
