import { inTime } from '@fullcarry/platform/service/in-time';
import { orAborted } from '@fullcarry/platform/service/or-aborted';

/** The other side did not take an alert. `retryAfterMs`: how long it asks to be left alone. */
export class NotTakenError extends Error {
  constructor(
    message: string,
    /** Asking again won't help. */
    readonly isFinal: boolean,
    readonly retryAfterMs = 0,
  ) {
    super(message);
    this.name = 'NotTakenError';
  }
}

const LONGEST_ANSWER_MS = 5_000;

/**
 * Posts JSON. No message of its errors holds the address, which may be a secret.
 *
 * Errors: NotTakenError.
 */
export async function postJson(url: string, body: unknown, signal: AbortSignal): Promise<void> {
  const response = await answerOf(url, body, signal);
  await response.body?.cancel();
  if (response.ok) return;
  const seconds = Number(response.headers.get('retry-after'));
  // 4xx says that the message itself is not wanted, but for "too slow" and "too many".
  const isFinal = response.status < 500 && ![408, 425, 429].includes(response.status);
  throw new NotTakenError(
    `It was answered with HTTP ${response.status}`,
    isFinal,
    Number.isFinite(seconds) ? seconds * 1_000 : 0,
  );
}

async function answerOf(url: string, body: unknown, signal: AbortSignal): Promise<Response> {
  const over = new AbortController();
  const asked = fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: over.signal,
  });
  try {
    return await orAborted(inTime(asked, LONGEST_ANSWER_MS), signal);
  } catch {
    over.abort();
    throw new NotTakenError('No answer came', false);
  }
}
