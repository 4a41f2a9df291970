import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { ZodError } from 'zod';
import { MessageTooLargeError } from './message-bound.js';

/** NATS can't do it now: away or not ready yet. Waiting mends it. */
export class BusUnavailableError extends Error {
  override readonly name: string = 'BusUnavailableError';
}

/** What should take or hold it is not there, though NATS is: it was deleted, and is to be declared again. */
export class StreamLostError extends BusUnavailableError {
  override readonly name = 'StreamLostError';
}

/** A fault of ours, or of the rights that this service was given: no waiting mends it, and nobody may hide it. */
const FAULTS = [
  MessageTooLargeError,
  errors.InvalidArgumentError,
  errors.InvalidSubjectError,
  errors.InvalidOperationError,
  errors.PermissionViolationError,
  ZodError,
  TypeError,
  RangeError,
  SyntaxError,
];

const LOST: readonly number[] = [
  JetStreamApiCodes.StreamNotFound,
  JetStreamApiCodes.ConsumerNotFound,
];

/**
 * Runs `work`, and says in our words when NATS could not do it now.
 *
 * Errors: StreamLostError; BusUnavailableError; what is our own fault as it is; JetStreamApiError when NATS answered
 * that it may not be done at all.
 */
export async function onBus<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BusUnavailableError) throw error;
    if (FAULTS.some((kind) => error instanceof kind)) throw error;
    if (isLost(error)) {
      throw new StreamLostError('NATS has not the stream that this is for', { cause: error });
    }
    if (error instanceof JetStreamApiError && refuses(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BusUnavailableError(`NATS can’t do it now: ${reason}`, { cause: error });
  }
}

/** Nobody answers a publish either because no stream takes its subject, or because JetStream is not ready yet. */
function isLost(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return LOST.includes(error.code);
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof errors.RequestError && cause.isNoResponders();
}

/**
 * What the server can't do now it may do later; what the stream's own limits forbid ("maximum messages per
 * subject exceeded", status 503 too) is an answer.
 */
function refuses({ status, message }: JetStreamApiError): boolean {
  return (status >= 400 && status < 500) || message.startsWith('maximum ');
}
