import { httpError } from '@fullcarry/contracts/http/http-error';
import type { HttpRoute, ReplyOf } from '@fullcarry/contracts/http/http-route';
import { z } from 'zod';
import { AskError } from './ask-error.js';
import { sessionToken } from './session-token.js';

export interface Question {
  readonly params?: Readonly<Record<string, string | number>>;
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Where a route's answer is to be had: also for links, such as a download. */
export function routeUrl(route: HttpRoute, { params = {}, query = {} }: Question = {}): string {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

/**
 * The answer of a route of the gateway, checked with its schema.
 *
 * Errors: AskError with the gateway's sentence, or with what is wrong with its answer.
 */
export async function ask<Route extends HttpRoute>(
  route: Route,
  question: Question = {},
): Promise<ReplyOf<Route>> {
  const response = await send(route, question);
  const text = await response.text();
  if (!response.ok) throw refusal(response.status, text);
  const reply = z.safeParse<Route['reply']>(route.reply, parseJson(text));
  if (reply.success) return reply.data;
  const [issue] = reply.error.issues;
  throw new AskError(
    `The gateway's answer is not as agreed (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}). Reload the page.`,
    response.status,
  );
}

async function send(route: HttpRoute, question: Question): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json' });
  if (question.body !== undefined) headers.set('Content-Type', 'application/json');
  const token = route.changes === true ? sessionToken() : null;
  if (token !== null) headers.set('Authorization', `Bearer ${token}`);
  try {
    return await fetch(routeUrl(route, question), {
      method: route.method.toUpperCase(),
      headers,
      ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
      ...(question.signal ? { signal: question.signal } : {}),
    });
  } catch (cause) {
    if (question.signal?.aborted === true) throw cause;
    throw new AskError('The gateway can’t be reached.', undefined, undefined, { cause });
  }
}

function refusal(status: number, text: string): AskError {
  const parsed = httpError.safeParse(parseJson(text));
  return parsed.success
    ? new AskError(parsed.data.error, status, parsed.data.field)
    : new AskError(`The gateway answered ${status}.`, status);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
