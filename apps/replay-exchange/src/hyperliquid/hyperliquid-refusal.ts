import type { PlainAnswer } from '../api/answer.js';
import { whole } from '../http/delivery.js';

/** To a question that it can't read, an unknown type among them (the words of its server, axum; not verified). */
export function unprocessable(): PlainAnswer {
  const text = 'Failed to deserialize the JSON body into the target type';
  return { kind: 'plain', write: () => whole(422, 'text/plain; charset=utf-8', text) };
}

/** To a coin that it does not know (seen by authors of clients: JKorf/HyperLiquid.Net). */
export function unknownCoin(): PlainAnswer {
  return { kind: 'plain', write: () => whole(500, 'application/json', 'null') };
}
