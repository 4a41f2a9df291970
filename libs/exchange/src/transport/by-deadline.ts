export interface Deadline {
  readonly deadlineMs: number;
  /** Ends what is under way at once, with the signal's reason. */
  readonly closing: AbortSignal;
  /** What is thrown when the deadline is over. */
  readonly late: () => Error;
}

/**
 * What `work` comes to, by a deadline. It is raced, not only signalled, so that nothing waits on a transport that ignores
 * its signal; and by a timer of its own: signals that are composed (`AbortSignal.any` of a time-out) can be lost
 * with the memory that Node.js 20 collects.
 *
 * Errors: those of `work`; `late`; the reason of `closing`.
 */
export async function byDeadline<Done>(
  { deadlineMs, closing, late }: Deadline,
  work: (signal: AbortSignal) => Promise<Done>,
): Promise<Done> {
  const abort = new AbortController();
  let end = (_reason: unknown): void => undefined;
  const ended = new Promise<never>((_, reject) => (end = reject));
  const close = () => end(closing.reason);
  closing.addEventListener('abort', close, { once: true });
  if (closing.aborted) close();
  const timer = setTimeout(() => end(late()), deadlineMs);
  try {
    return await Promise.race([work(abort.signal), ended]);
  } finally {
    clearTimeout(timer);
    closing.removeEventListener('abort', close);
    abort.abort();
  }
}
