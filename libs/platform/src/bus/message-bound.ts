/**
 * No message is larger: a quarter of what NATS takes by default (`max_payload`, 1 MiB), so that one also passes servers
 * that take less and never holds up what is published beside it. What grows with the number of markets is cut before, with
 * totals in the message and the rest by HTTP.
 */
export const MESSAGE_BOUND_BYTES = 256_000;

/** A message that must never be made: whoever made it did not cut it. No waiting mends that. */
export class MessageTooLargeError extends Error {
  override readonly name = 'MessageTooLargeError';
}

/** The payload as it travels. Errors: MessageTooLargeError. */
export function encoded(subject: string, payload: unknown): string {
  const text = JSON.stringify(payload);
  const bytes = Buffer.byteLength(text);
  if (bytes > MESSAGE_BOUND_BYTES) {
    throw new MessageTooLargeError(
      `The message on ${subject} is ${bytes} bytes, more than the ${MESSAGE_BOUND_BYTES} that any may be`,
    );
  }
  return text;
}

/** Errors: Error where our largest messages could not pass. */
export function refuseSmall(maxPayload: number | undefined): void {
  if (maxPayload === undefined || maxPayload >= MESSAGE_BOUND_BYTES) return;
  throw new Error(
    `NATS takes messages of at most ${maxPayload} bytes: set its max_payload to ${MESSAGE_BOUND_BYTES} or more`,
  );
}
