/**
 * `url`: another origin that speaks the same API (the replay exchange, a proxy).
 * `rateBudget`: share of the exchange's published limit that this process may use, in (0, 1].
 * `requestTimeoutMs`: for one whole answer, from the moment it is sent to the last byte of its body;
 * waiting for a turn does not count.
 */
export interface ExchangeOptions {
  readonly url?: string | undefined;
  readonly rateBudget: number;
  readonly requestTimeoutMs: number;
  readonly logger?: ExchangeLogger | undefined;
}

export interface ExchangeLogger {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}
