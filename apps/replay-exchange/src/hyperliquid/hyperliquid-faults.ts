import { deliveryFault, type Fault } from '../faults/fault.js';
import { whole } from '../http/delivery.js';

export const HYPERLIQUID_FAULTS: readonly Fault[] = [
  deliveryFault(
    'null-500',
    'A server that failed, in the words in which it refuses an unknown coin: HTTP 500 and null.',
    () => whole(500, 'application/json', 'null'),
  ),
  deliveryFault('null-200', 'A backend that found nothing to say: HTTP 200 and null.', () =>
    whole(200, 'application/json', 'null'),
  ),
];
