/**
 * What each exchange takes of a taker's fill on a perpetual, basis points of notional, for an account without
 * any rebate. As published by the exchanges in 2025, not verified here: whoever pays something else says so.
 */
const TAKER_FEE_BPS: Readonly<Record<string, number>> = {
  bybit: 5.5,
  binanceusdm: 5,
  okx: 5,
  hyperliquid: 4.5,
};

/** Where an exchange's fee is not known: as much as the dearest of those that are. */
const UNKNOWN_FEE_BPS = Math.max(...Object.values(TAKER_FEE_BPS));

export function takerFeeBps(exchange: string): number {
  return TAKER_FEE_BPS[exchange] ?? UNKNOWN_FEE_BPS;
}
