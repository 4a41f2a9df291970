import { MINUTE_MS } from '../clock/durations.js';
import type { Delivery } from '../http/delivery.js';
import { deliveryFault, type Call, type Fault } from './fault.js';

/** More than any real drift, less than the shortest funding interval. */
const CLOCK_SKEW_MS = 10 * MINUTE_MS;

/** The status is right, and something is wrong with the body as a whole. */
export const BODY_FAULTS: readonly Fault[] = [
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
  deliveryFault(
    'clock-skew',
    'One server of many whose clock runs ten minutes ahead or behind.',
    (sound, call) => skewed(sound, call, call.random() < 0.5 ? -CLOCK_SKEW_MS : CLOCK_SKEW_MS),
  ),
];

/** Undefined for an answer that does not have the time. */
function skewed(sound: Delivery, call: Call, skewMs: number): Delivery | undefined {
  const delivery = call.deliver(call.answer, call.nowMs + skewMs);
  return delivery.body === sound.body ? undefined : delivery;
}
