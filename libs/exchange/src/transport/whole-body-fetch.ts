import { TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import { byDeadline } from './by-deadline.js';
import type { HttpAnswer } from './http-answer.js';

export interface WholeBodyRequest {
  readonly url: string;
  readonly init: Readonly<Pick<RequestInit, 'method' | 'headers' | 'body'>>;
  readonly deadlineMs: number;
  /** Ends the request at once, with the signal's reason. */
  readonly closing: AbortSignal;
  readonly context: ErrorContext;
}

/**
 * Sends one request and returns its answer when the last byte of the body is there.
 *
 * One deadline for headers and body. ccxt's own time-out ends at the headers: behind it a stalled body
 * waits for minutes, and a gzip body that is cut mid-way for ever (seen with ccxt 4.5.84).
 *
 * Errors: TransientError for whatever the transport does.
 */
export async function fetchWholeBody(request: WholeBodyRequest): Promise<HttpAnswer> {
  const { deadlineMs, closing, context } = request;
  const progress = { part: 'headers' };
  const late = () =>
    new TransientError('No whole answer in time', { ...context, ...progress, deadlineMs });
  try {
    return await byDeadline({ deadlineMs, closing, late }, (signal) =>
      read(request, signal, progress),
    );
  } catch (error) {
    if (error instanceof TransientError) throw error;
    throw new TransientError(
      'The connection failed',
      { ...context, ...progress, fault: transportFault(error) },
      { cause: error },
    );
  }
}

async function read(
  { url, init }: WholeBodyRequest,
  signal: AbortSignal,
  progress: { part: string },
): Promise<HttpAnswer> {
  // No exchange redirects an API call; what does is a portal on the way, and must not be followed.
  const response = await fetch(url, { ...init, signal, redirect: 'manual' });
  progress.part = 'body';
  const body = await response.text();
  return { url, status: response.status, headers: response.headers, body };
}

/** fetch says only "fetch failed" or "terminated"; the reason is one level down. */
function transportFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = 'code' in cause && typeof cause.code === 'string' ? `${cause.code} ` : '';
  return `${error.message}: ${code}${cause.message}`;
}
