/** A perpetual that is gone: its end has passed, and the exchange says nothing of it any more. */
export interface EndedMarket {
  readonly endedAtMs: number;
  /** What a coin costs now, exact, USDT; undefined where the exchange does not say it. */
  readonly spotPrice: string | undefined;
}

/**
 * Returns when a market ended, as far as it did: an announced end that has not come, and one whose market is still
 * quoted, is none.
 */
export function endOf(
  announcedEndMs: number | undefined,
  isQuoted: boolean,
  nowMs: number,
): number | undefined {
  return !isQuoted && announcedEndMs !== undefined && announcedEndMs <= nowMs
    ? announcedEndMs
    : undefined;
}
