import { json, type Delivery } from '../http/delivery.js';
import { deliveryFault, type Fault } from '../faults/fault.js';
import { ARCHIVE_FAULTS } from './archive/archive-faults.js';
import { failed } from './binance-answers.js';

/** What Binance says about itself when something is wrong, and an answer around nothing. */
export const BINANCE_FAULTS: readonly Fault[] = [
  codeFault('code-1001', 'A backend that lost its connection.', () =>
    failed(-1001, 'Internal error; unable to process your request. Please try again.'),
  ),
  codeFault('code-1008', 'The whole exchange sheds load.', () =>
    failed(-1008, 'Server is currently overloaded with other requests.', 503),
  ),
  codeFault(
    'code-1003',
    'A ban that is told in words only, with the instant of its end.',
    (nowMs) => failed(-1003, `Way too many requests; IP banned until ${nowMs + 1_000}.`),
  ),
  codeFault('object-for-list', 'A gateway that puts an empty object where a list belongs.', () =>
    json({}),
  ),
  ...ARCHIVE_FAULTS,
];

function codeFault(kind: string, imitates: string, write: (realNowMs: number) => Delivery): Fault {
  return deliveryFault(`binance-${kind}`, imitates, (_sound, { realNowMs }) => write(realNowMs));
}
