/**
 * What to do about a negative `code`
 * (https://developers.binance.com/docs/derivatives/usds-margined-futures/error-code).
 *
 * `again`: the exchange was busy. `hold`: it asks everybody for silence. `request`: this market or page is
 * refused. `exchange`: everything is.
 */
export type ErrorCodeVerdict = 'again' | 'hold' | 'request' | 'exchange';

const VERDICTS: ReadonlyMap<number, ErrorCodeVerdict> = new Map<number, ErrorCodeVerdict>([
  [-1000, 'again'], // unknown error
  [-1001, 'again'], // disconnected; "please try again"
  [-1003, 'hold'], // too many requests, or the address is banned until …
  [-1006, 'again'], // an unexpected answer from their message bus
  [-1007, 'again'], // their time-out
  [-1008, 'again'], // overloaded, or throttled by a protection of the whole system
  [-1015, 'hold'], // too many orders; never of ours, but it says to be silent
  [-1016, 'again'], // the service is shutting down
  [-1021, 'again'], // the request's time is outside the window: a slow way or a wrong clock

  [-1002, 'exchange'], // unauthorized
  [-1004, 'exchange'], // the address is already on the list
  [-1005, 'exchange'], // no such address on the list
  [-1011, 'exchange'], // the address may not ask this route
  [-1022, 'exchange'], // the signature is wrong
  [-2014, 'exchange'], // the key is malformed
  [-2015, 'exchange'], // the key, its address or its permissions
]);

/**
 * A code that is not in the table refuses this request: -11xx are its parameters (-1121 an unknown symbol,
 * -1122 a symbol that does not trade), -4xxx the rules of a market (-4108 it is being settled).
 */
export function errorCodeVerdict(code: number): ErrorCodeVerdict {
  return VERDICTS.get(code) ?? 'request';
}
