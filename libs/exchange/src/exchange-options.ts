/**
 * `url`: another origin that speaks the same API (the replay exchange, a proxy).
 * `rateBudget`: share of the exchange's published limit that may be used, in (0, 1].
 * `isShared`: by all processes behind this address together. Nothing is sent then until the rate limiter is notified
 * how much of it is this one's; else all of it is.
 * `requestTimeoutMs`: for one whole answer, from the moment it is sent to the last byte of its body;
 * waiting for a turn does not count.
 * `archive`: read what the exchange publishes as files beside its API, from another origin where one is given; left
 * out: no files. An exchange that publishes none is the same either way.
 */
export interface ExchangeOptions {
  readonly url?: string | undefined;
  readonly rateBudget: number;
  readonly isShared?: boolean | undefined;
  readonly requestTimeoutMs: number;
  readonly archive?: { readonly url?: string | undefined } | undefined;
  readonly logger?: ExchangeLogger | undefined;
}

export interface ExchangeLogger {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}
