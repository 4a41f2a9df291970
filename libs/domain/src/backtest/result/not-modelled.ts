/** What no backtest here knows. It stands on every report: a figure without it says more than is known. */
export const NOT_MODELLED = [
  'the impact of its own orders: each is filled whole at the opening of the next candle, worse by the set slippage',
  'depth: how much would have waited at that price',
  'auto-deleveraging, and an exchange that fails or keeps the money',
  'orders that are rejected, lost or answered late',
  'changes of fees and of the maintenance margin in the window',
  'an announcement of a delisting: when it was made is not stored, so nobody leaves before the end',
  'perpetuals of two exchanges against each other',
  'the universe of that day: markets are those that are stored now (survivorship)',
  'interest on idle cash, borrowing, and taxes',
] as const;
