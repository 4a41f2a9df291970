import type { Answer } from '../api/answer.js';
import type { Query } from '../api/question.js';
import type { Delivery } from '../http/delivery.js';
import type { Random } from './seeded-random.js';

/** One market-data request with its true answer: all that a fault may look at. */
export interface Call {
  readonly path: string;
  readonly query: Query;
  /** The market that was asked about, by its native id; undefined when none was. */
  readonly symbol: string | undefined;
  readonly answer: Answer;
  /** The true response, and how another answer would be sent. */
  readonly sound: Delivery;
  readonly deliver: (answer: Answer, serverTimeMs: number) => Delivery;
  readonly acceptsGzip: boolean;
  /** Replay time; `realNowMs` is the wall clock, by which clients wait. */
  readonly nowMs: number;
  readonly realNowMs: number;
  /** Every market's native id. */
  readonly symbols: readonly string[];
  /** The native id that no list of instruments knows. */
  readonly unlistedSymbol: string;
  readonly random: Random;
  /** The true answer to the same question about another market. */
  readonly askAbout: (symbol: string) => Answer;
}

/**
 * One thing that goes wrong on real exchanges.
 *
 * `imitates`: the real event, for people. `inject` gives the faulty response, or undefined where the
 * event could not happen to this call (no rows to shuffle, no candle that closed just now).
 */
export interface Fault {
  readonly kind: string;
  readonly imitates: string;
  readonly inject: (call: Call) => Delivery | undefined;
}

/** A fault in what is said: the answer is another one, the HTTP around it is sound. */
export function answerFault(
  kind: string,
  imitates: string,
  change: (call: Call) => Answer | undefined,
): Fault {
  return {
    kind,
    imitates,
    inject: (call) => {
      const answer = change(call);
      return answer && call.deliver(answer, call.nowMs);
    },
  };
}

/** A fault of the connection, of the body as a whole, or of something between the exchange and the client. */
export function deliveryFault(
  kind: string,
  imitates: string,
  change: (sound: Delivery, call: Call) => Delivery | undefined,
): Fault {
  return { kind, imitates, inject: (call) => change(call.sound, call) };
}
