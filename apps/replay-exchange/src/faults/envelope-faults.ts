import { MINUTE_MS } from '../clock/durations.js';
import { wrap, type Envelope } from '../bybit/envelope.js';
import { json } from '../http/delivery.js';
import { deliveryFault, envelopeFault, type Fault } from './fault.js';

/** More than any real drift, less than the shortest funding interval. */
const CLOCK_SKEW_MS = 10 * MINUTE_MS;

/** HTTP 200, and something is wrong with the body as a whole. */
export const ENVELOPE_FAULTS: readonly Fault[] = [
  deliveryFault(
    'ret-10006',
    'A per-user rate limit; the headers say when it is over.',
    (sound, call) => ({
      ...sound,
      ...json(wrap({ kind: 'refusal', retCode: 10006, retMsg: 'Too many visits!' }, call.nowMs)),
      headers: {
        ...sound.headers,
        'X-Bapi-Limit': '120',
        'X-Bapi-Limit-Status': '0',
        'X-Bapi-Limit-Reset-Timestamp': String(call.realNowMs + 1_000),
      },
    }),
  ),
  retCodeFault(10016, 'Internal server error', 'A backend service is restarted.'),
  retCodeFault(10000, 'Server Timeout', 'A backend service is slow.'),
  retCodeFault(429, 'system level frequency protection', 'The whole exchange sheds load.'),
  envelopeFault(
    'result-null',
    'A backend that failed after the gateway had decided that all is well: retCode 0 around nothing.',
    (envelope) => ({ ...envelope, result: null }),
  ),
  deliveryFault(
    'empty-body',
    'A gateway that answers 200 for a backend that wrote nothing.',
    (sound) => ({ ...sound, body: '' }),
  ),
  deliveryFault(
    'html-200',
    'A captive portal, or a maintenance page, served as a success.',
    (sound) => ({
      ...sound,
      headers: { ...sound.headers, 'Content-Type': 'text/html' },
      body: '<!DOCTYPE html>\n<html><body><h1>We&apos;ll be back soon</h1></body></html>\n',
    }),
  ),
  deliveryFault(
    'truncated-json',
    'A cache that stored half a response: the length is right for what is there, and the JSON stops in the middle.',
    (sound) => ({ ...sound, body: sound.body.slice(0, Math.floor(sound.body.length * 0.6)) }),
  ),
  envelopeFault(
    'clock-skew',
    'One server of many whose clock runs ten minutes ahead or behind.',
    (envelope, call) => skewed(envelope, call.random() < 0.5 ? -CLOCK_SKEW_MS : CLOCK_SKEW_MS),
  ),
];

function retCodeFault(retCode: number, retMsg: string, imitates: string): Fault {
  return envelopeFault(`ret-${retCode}`, imitates, (envelope) => ({
    ...envelope,
    retCode,
    retMsg,
    result: {},
  }));
}

function skewed(envelope: Envelope, skewMs: number): Envelope {
  const time = envelope.time + skewMs;
  const tellsTime = envelope.result !== null && 'timeNano' in envelope.result;
  return {
    ...envelope,
    time,
    result: tellsTime ? wrap({ kind: 'time' }, time).result : envelope.result,
  };
}
