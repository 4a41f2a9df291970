import { z } from 'zod';

const decimal = z.string();
const leg = z.enum(['long', 'short']);

/** What a trade, or all of them, came to. USDT, exact: basis + funding − fees − slippage = net. */
export const backtestAttribution = {
  basisUsdt: decimal,
  fundingUsdt: decimal,
  feesUsdt: decimal,
  slippageUsdt: decimal,
  netUsdt: decimal,
};

/** `price` is what was booked, slippage included; `met` the price before it, left out where nothing was traded. */
const fill = z.object({
  leg,
  side: z.enum(['buy', 'sell']),
  quantity: decimal,
  price: decimal,
  met: decimal.optional(),
  feeUsdt: decimal,
  filledAtMs: z.int(),
  how: z.string(),
});
export type BacktestFill = z.output<typeof fill>;

const settlement = z.object({
  leg,
  settledAtMs: z.int(),
  rate: decimal,
  contracts: decimal,
  markPrice: decimal,
  amountUsdt: decimal,
});
export type BacktestSettlement = z.output<typeof settlement>;

/** One position of a backtest, from its opening on. */
export const backtestTradeV1 = z.object({
  symbol: z.string(),
  state: z.enum(['opening', 'open', 'closing', 'closed', 'unwound']),
  openedAtMs: z.int(),
  closedAtMs: z.int().optional(),
  openReason: z.string(),
  closeReason: z.string().optional(),
  /** Of one leg. */
  notionalUsdt: decimal,
  longEntryPrice: decimal.optional(),
  shortEntryPrice: decimal.optional(),
  longExitPrice: decimal.optional(),
  shortExitPrice: decimal.optional(),
  lowestMarginShare: z.number().optional(),
  topUps: z.int(),
  ...backtestAttribution,
  fills: z.array(fill),
  settlements: z.array(settlement),
});
export type BacktestTradeV1 = z.output<typeof backtestTradeV1>;
