import type { PlainAnswer } from '../api/answer.js';
import { json, type Delivery } from '../http/delivery.js';

/** What every OKX v5 response is wrapped in. Only the time endpoint tells the exchange's clock. */
export function succeeded(data: readonly unknown[] | null): Delivery {
  return json({ code: '0', msg: '', data });
}

/** OKX's own codes come with the HTTP status that its documentation gives them. */
export function failed(code: string, msg: string, status = 200): Delivery {
  return json({ code, msg, data: [] }, status);
}

/** The market does not exist. */
export function unknownInstrument(): PlainAnswer {
  return refusal('51001', "Instrument ID, Instrument ID code or Spread ID doesn't exist.");
}

/** A parameter has a wrong value. */
export function wrongParameter(name: string): PlainAnswer {
  return refusal('51000', `Parameter ${name} error`, 400);
}

function refusal(code: string, msg: string, status?: number): PlainAnswer {
  return { kind: 'plain', write: () => failed(code, msg, status) };
}
