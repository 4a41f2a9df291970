import type { Logger } from 'pino';
import { MINUTE_MS } from './clock/durations.js';
import type { Exchange } from './http/market-door.js';

/** How often to look; a fast clock is noticed a little late, which does no harm. */
const LOOK_EVERY_MS = MINUTE_MS / 12;

/** Warns once when some recording has nothing newer to tell. What there is, is served on. */
export function warnWhenUsedUp({ board, clock }: Exchange, logger: Logger): () => void {
  const timer = setInterval(() => {
    if (clock.nowMs() <= board.usedUpAtMs()) return;
    clearInterval(timer);
    logger.warn(
      { usedUpAt: new Date(board.usedUpAtMs()).toISOString() },
      'Recording used up, start again to move it to the present',
    );
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
