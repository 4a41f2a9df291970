import type { Logger } from 'pino';
import { MINUTE_MS } from './clock/durations.js';
import type { Replay } from './served-api.js';

/** How often to check; a fast clock is noticed a little late, which does no harm. */
const CHECK_EVERY_MS = MINUTE_MS / 12;

/** Warns once when some recording has nothing newer. What there is, is served on. */
export function warnWhenUsedUp({ apis, clock }: Replay, logger: Logger): () => void {
  const usedUpAtMs = () => Math.min(...apis.map(({ board }) => board.usedUpAtMs()));
  const timer = setInterval(() => {
    if (clock.nowMs() <= usedUpAtMs()) return;
    clearInterval(timer);
    logger.warn(
      { usedUpAt: new Date(usedUpAtMs()).toISOString() },
      'Recording used up, start again to move it to the present',
    );
  }, CHECK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
