import type { ErrorContext } from '@fullcarry/domain/errors';
import { excerpt } from '../rows/excerpt.js';

/** What was asked, for the evidence of an error: enough to ask it again by hand. */
export function requestContext(
  exchange: string,
  url: string,
  body?: RequestInit['body'],
): ErrorContext {
  const { pathname, searchParams } = new URL(url);
  return {
    exchange,
    endpoint: pathname,
    symbol: searchParams.get('symbol') ?? undefined,
    query: typeof body === 'string' ? excerpt(body) : searchParams.toString(),
  };
}
