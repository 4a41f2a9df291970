import type { Delivery } from '../http/delivery.js';
import { deliveryFault, type Call, type Fault } from './fault.js';

/** The connection breaks, or stands still, around a sound response. */
export const TRANSPORT_FAULTS: readonly Fault[] = [
  deliveryFault(
    'hang',
    'A request that a load balancer accepted and forgot: no byte ever comes back.',
    (sound) => ({ ...sound, transmission: 'hang' }),
  ),
  deliveryFault(
    'stall-identity',
    'A route that went dead in the middle of a plain body: headers and half the bytes, then silence. A time-out that stops at the headers never fires.',
    (sound) => ({ ...sound, encoding: 'identity', transmission: 'stall-mid-body' }),
  ),
  deliveryFault(
    'stall-gzip',
    'The same in the middle of a compressed body.',
    whenGzip((sound) => ({ ...sound, encoding: 'gzip', transmission: 'stall-mid-body' })),
  ),
  deliveryFault(
    'reset-before-headers',
    'A server process that died with the request in hand: the connection is reset.',
    (sound) => ({ ...sound, transmission: 'reset-before-headers' }),
  ),
  deliveryFault(
    'reset-mid-body',
    'A connection that is cut in the middle of a plain body.',
    (sound) => ({ ...sound, encoding: 'identity', transmission: 'reset-mid-body' }),
  ),
  deliveryFault(
    'reset-mid-gzip',
    'A connection that is cut in the middle of a compressed body; clients that pipe it into a gunzip may wait for ever.',
    whenGzip((sound) => ({ ...sound, encoding: 'gzip', transmission: 'reset-mid-body' })),
  ),
  deliveryFault(
    'slow-drip',
    'A congested route: the body comes a few bytes at a time, so that no pause is long and the whole takes a minute.',
    (sound) => ({ ...sound, transmission: 'slow-drip' }),
  ),
];

function whenGzip(change: (sound: Delivery) => Delivery) {
  return (sound: Delivery, call: Call) => (call.acceptsGzip ? change(sound) : undefined);
}
