import type { ErrorContext } from '@fullcarry/domain/errors';

/** What was asked, for the evidence of an error: enough to ask it again by hand. */
export function requestContext(exchange: string, url: string): ErrorContext {
  const { pathname, searchParams } = new URL(url);
  return {
    exchange,
    endpoint: pathname,
    symbol: searchParams.get('symbol') ?? undefined,
    query: searchParams.toString(),
  };
}
