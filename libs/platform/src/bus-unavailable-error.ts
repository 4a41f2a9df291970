import { JetStreamApiError } from '@nats-io/jetstream';
import { MessageTooLargeError } from './message-bound.js';

/** NATS can't do it now: away, not ready yet, or without the stream, which comes back with the connection. */
export class BusUnavailableError extends Error {
  override readonly name = 'BusUnavailableError';
}

/**
 * Runs `work`, and says in our words when NATS could not do it now.
 *
 * Errors: BusUnavailableError; JetStreamApiError when NATS answered that it may not be done at all.
 */
export async function onBus<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BusUnavailableError || error instanceof MessageTooLargeError) throw error;
    if (error instanceof JetStreamApiError && refuses(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BusUnavailableError(`NATS can’t do it now: ${reason}`, { cause: error });
  }
}

/**
 * A stream that is not there will be made again, and what the server can't do now it may do later; what
 * the stream's own limits forbid ("maximum messages per subject exceeded", status 503 too) is an answer.
 */
function refuses({ status, message }: JetStreamApiError): boolean {
  return (status >= 400 && status < 500 && status !== 404) || message.startsWith('maximum ');
}
