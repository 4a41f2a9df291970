import { setTimeout as sleep } from 'node:timers/promises';

/** What was waited for took too long, and goes on unheard. */
export class LateError extends Error {
  override readonly name = 'LateError';
}

/** What `work` comes to. Errors: its own; LateError when it takes longer than that. */
export async function inTime<Result>(work: Promise<Result>, longestMs: number): Promise<Result> {
  const over = new AbortController();
  const late = sleep(longestMs, undefined, { signal: over.signal, ref: false }).then(() => {
    throw new LateError('No answer in time');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
