/**
 * What to do about a `code` (https://www.okx.com/docs-v5/en/#error-code).
 *
 * `again`: the exchange was busy. `hold`: it asks everybody for silence. `request`: this market or page is
 * refused. `exchange`: everything is.
 */
export type CodeVerdict = 'again' | 'hold' | 'request' | 'exchange';

const VERDICTS: ReadonlyMap<string, CodeVerdict> = new Map<string, CodeVerdict>([
  ['1', 'again'], // operation failed, without a reason
  ['50001', 'again'], // service temporarily unavailable
  ['50004', 'again'], // endpoint request timeout
  ['50005', 'again'], // the API is offline
  ['50013', 'again'], // systems are busy
  ['50026', 'again'], // system error
  ['50102', 'again'], // the request's time is outside the window: a slow way or a wrong clock

  ['50011', 'hold'], // too many requests
  ['50061', 'hold'], // the same of an account

  ['50007', 'exchange'], // account blocked
  ['50110', 'exchange'], // the address is not on the list
  ['50111', 'exchange'], // the key is invalid
  ['50113', 'exchange'], // the signature is invalid
  ['50114', 'exchange'], // authorization is invalid

  ['50014', 'request'], // a parameter is empty
  ['51000', 'request'], // a parameter is wrong
  ['51001', 'request'], // the instrument does not exist
]);

/** A code that is not in the table refuses this request: asking again for ever would hide which one came. */
export function codeVerdict(code: string): CodeVerdict {
  return VERDICTS.get(code) ?? 'request';
}
