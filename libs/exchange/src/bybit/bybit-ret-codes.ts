/**
 * What to do about a `retCode` (https://bybit-exchange.github.io/docs/v5/error).
 *
 * `again`: the exchange was busy. `hold`: it asks everybody for silence. `request`: this market or page is
 * refused. `exchange`: everything is.
 */
export type RetCodeVerdict = 'again' | 'hold' | 'request' | 'exchange';

const VERDICTS: ReadonlyMap<number, RetCodeVerdict> = new Map<number, RetCodeVerdict>([
  [429, 'again'], // high server load, please retry
  [5004, 'again'], // server time-out
  [10000, 'again'], // server time-out
  [10002, 'again'], // the request's time is outside the window: a slow way or a wrong clock
  [10006, 'hold'], // too many visits, until X-Bapi-Limit-Reset-Timestamp
  [10016, 'again'], // server error, or the service restarts
  [10009, 'hold'], // the address is banned
  [10018, 'hold'], // the address's limit; no longer in use, HTTP 403 took its place
  [10019, 'again'], // the service restarts
  [10429, 'again'], // system level frequency protection

  [10001, 'request'], // a parameter is wrong, most often an unknown symbol
  [10017, 'request'], // route not found
  [10029, 'request'], // the symbol is not on the list of what this account may see

  [10003, 'exchange'], // the key is invalid
  [10004, 'exchange'], // the signature is wrong
  [10005, 'exchange'], // permission denied
  [10007, 'exchange'], // authentication failed
  [10008, 'exchange'], // the account is banned
  [10010, 'exchange'], // the key is bound to other addresses
  [10024, 'exchange'], // compliance rules: the region
  [10027, 'exchange'], // transactions are banned
]);

/**
 * A code that is not in the table refuses this request. All codes that mean "busy" are known, the rest are
 * hundreds of reasons of the trading side; asking again for ever would hide which one came.
 */
export function retCodeVerdict(retCode: number): RetCodeVerdict {
  return VERDICTS.get(retCode) ?? 'request';
}
