import type { Answer } from '../bybit/answer.js';
import { wrap, type Envelope } from '../bybit/envelope.js';
import type { Query } from '../bybit/query.js';
import { json, type Delivery } from '../http/delivery.js';
import type { Random } from './seeded-random.js';

/** One market-data request with its true answer: all that a fault may look at. */
export interface Call {
  readonly path: string;
  readonly query: Query;
  readonly answer: Answer;
  readonly acceptsGzip: boolean;
  /** Replay time; `realNowMs` is the wall clock, by which clients wait. */
  readonly nowMs: number;
  readonly realNowMs: number;
  /** Every market's native id. */
  readonly symbols: readonly string[];
  readonly random: Random;
  /** The true answer to the same question with some parameters changed; undefined leaves one out. */
  readonly ask: (changes: Readonly<Record<string, string | undefined>>) => Answer;
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
      return answer && json(wrap(answer, call.nowMs));
    },
  };
}

/** A fault in the envelope around a sound answer. */
export function envelopeFault(
  kind: string,
  imitates: string,
  change: (envelope: Envelope, call: Call) => Envelope,
): Fault {
  return {
    kind,
    imitates,
    inject: (call) => json(change(wrap(call.answer, call.nowMs), call)),
  };
}

/** A fault of the connection or of something between the exchange and the client. */
export function deliveryFault(
  kind: string,
  imitates: string,
  change: (sound: Delivery, call: Call) => Delivery | undefined,
): Fault {
  return {
    kind,
    imitates,
    inject: (call) => change(json(wrap(call.answer, call.nowMs)), call),
  };
}
