import type { Question } from './question.js';

/**
 * One limit of an API: at most `most` in any `windowMs`, counted per address.
 *
 * `charge`: what a question costs, 0 where this limit does not count it; `bucket` where the limit is also
 *   counted per path or symbol. `banMs`: a breach shuts the address out of everything for so long, 0 for a
 *   limit that refuses only what is too much.
 */
export interface Limit {
  readonly name: string;
  readonly most: number;
  readonly windowMs: number;
  readonly banMs: number;
  readonly charge: (question: Question) => Charge;
}

export interface Charge {
  readonly cost: number;
  readonly bucket?: string;
}

/**
 * A request that was not admitted. `breach`: it was the one too many. `banned`: it came while a ban still
 * ran. `waitMs`: until the limit admits again, in real time.
 */
export interface Refused {
  readonly by: 'breach' | 'banned';
  readonly limit: Limit;
  readonly waitMs: number;
  readonly question: Question;
}
