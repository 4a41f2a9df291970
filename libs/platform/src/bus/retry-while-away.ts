import { setTimeout as sleep } from 'node:timers/promises';
import { orAborted } from '../service/or-aborted.js';
import { masked } from '../settings/parse-environment.js';
import { BusUnavailableError } from './bus-unavailable-error.js';
import type { Logger } from 'pino';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * Does what needs NATS, again with growing waits for as long as NATS can't.
 *
 * Errors: the signal's reason when it aborts; whatever is not about NATS being away.
 */
export async function retryWhileAway<Result>(
  {
    url,
    logger,
    signal,
  }: { readonly url: string; readonly logger: Logger; readonly signal: AbortSignal },
  work: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await orAborted(work(), signal);
    } catch (error) {
      if (signal.aborted || !(error instanceof BusUnavailableError)) throw error;
      const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
      logger.warn(
        { url: masked(url), attempt, waitMs, reason: error.message },
        'NATS with JetStream not reachable, trying again',
      );
      await sleep(waitMs, undefined, { signal });
    }
  }
}
