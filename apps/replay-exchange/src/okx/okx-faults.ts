import { deliveryFault, type Fault } from '../faults/fault.js';
import { failed, succeeded } from './okx-envelope.js';

/** OKX's envelope says that something is wrong, or says nothing. */
export const OKX_FAULTS: readonly Fault[] = [
  codeFault(
    '50011',
    'Too Many Requests',
    'A limit that another process behind the address used up.',
    429,
  ),
  codeFault(
    '50001',
    'Service temporarily unavailable. Try again later',
    'A backend restarts.',
    503,
  ),
  codeFault('50013', 'Systems are busy. Please try again later.', 'The exchange sheds load.', 429),
  codeFault('50026', 'System error. Try again later', 'A backend failed.', 500),
  codeFault('50004', 'API endpoint request timeout', 'A backend is slow.', 400),
  deliveryFault(
    'data-null',
    'A backend that failed after the gateway had decided that all is well: code 0 around nothing.',
    () => succeeded(null),
  ),
];

function codeFault(code: string, msg: string, imitates: string, status: number): Fault {
  return deliveryFault(`code-${code}`, imitates, () => failed(code, msg, status));
}
