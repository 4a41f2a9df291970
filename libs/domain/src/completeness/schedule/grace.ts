import { MINUTE_MS } from '../../time-window.js';

/** How long a settlement may take to appear before it counts as missing: seen up to a quarter of an hour late. */
export const SETTLEMENT_GRACE_MS = 15 * MINUTE_MS;

/** How long a closed candle may take to appear: exchanges publish within seconds, and some after a minute or two. */
export const CANDLE_GRACE_MS = 5 * MINUTE_MS;
