import { deliveryFault, type Fault } from '../faults/fault.js';
import { failed, succeeded } from './envelope.js';

/** HTTP 200, and Bybit's envelope says that something is wrong, or says nothing. */
export const BYBIT_FAULTS: readonly Fault[] = [
  deliveryFault(
    'ret-10006',
    'A per-user rate limit; the headers say when it is over.',
    (sound, { nowMs, realNowMs }) => ({
      ...failed(10006, 'Too many visits!', nowMs),
      headers: {
        ...sound.headers,
        'X-Bapi-Limit': '120',
        'X-Bapi-Limit-Status': '0',
        'X-Bapi-Limit-Reset-Timestamp': String(realNowMs + 1_000),
      },
    }),
  ),
  retCodeFault(10016, 'Internal server error', 'A backend service is restarted.'),
  retCodeFault(10000, 'Server Timeout', 'A backend service is slow.'),
  retCodeFault(429, 'system level frequency protection', 'The whole exchange sheds load.'),
  deliveryFault(
    'result-null',
    'A backend that failed after the gateway had decided that all is well: retCode 0 around nothing.',
    (_sound, { nowMs }) => succeeded(null, nowMs),
  ),
];

function retCodeFault(retCode: number, retMsg: string, imitates: string): Fault {
  return deliveryFault(`ret-${retCode}`, imitates, (_sound, { nowMs }) =>
    failed(retCode, retMsg, nowMs),
  );
}
