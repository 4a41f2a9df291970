import { z } from 'zod';
import { deskPosition } from '../../facts/desk-position-v1.js';
import { count, decimal, epochMs } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { format, wholeNumberText } from '../query-values.js';

const id = z.int().positive();

export const PositionsRoute = {
  method: 'get',
  path: '/api/positions',
  topic: 'desk',
  summary: 'Positions with their parts of profit and loss, the newest first',
  csv: true,
  query: z.strictObject({
    state: z
      .enum(['open', 'closed', 'all'], { message: 'allowed is open, closed or all' })
      .default('all')
      .describe('open: not closed yet; closed: closed or unwound'),
    limit: wholeNumberText({ min: 1, max: 500 }).default(100),
    beforeId: wholeNumberText({ min: 1, max: Number.MAX_SAFE_INTEGER }).optional(),
    format,
  }),
  reply: z.object({
    total: count,
    positions: z.array(deskPosition),
    /** Ask on with this as beforeId; null at the end. */
    nextBeforeId: id.nullable(),
  }),
} as const satisfies HttpRoute;

/**
 * One of the fills of a leg's order. `quantity`: spot in units of the asset (those included that went as a fee),
 * perpetual in contracts; `price` of one of them in USDT, slippage included. Exact.
 */
export const deskFill = z.object({
  /** Of the position, from 1, in the order in which they were booked. */
  number: z.int().positive().optional(),
  clientOrderId: z.string(),
  /** What was traded: spot coins or a perpetual. */
  leg: z.enum(['spot', 'perp']),
  /** Of a position of two perpetuals: which of them. */
  positionLeg: z.enum(['long', 'short']).optional(),
  side: z.enum(['buy', 'sell']),
  filledAtMs: epochMs,
  quantity: decimal,
  price: decimal,
  /** At the fill's price; 0 where the fee was taken in a coin that has no price here. */
  feeUsdt: decimal,
  /** What was taken, in the coin that it was taken in. */
  feeAmount: decimal.optional(),
  feeCoin: z.string().optional(),
  /**
   * Traded by an order; ended by the exchange: its market was delivered, or its margin was gone; or written off: coins
   * that are too few to be sold, at 0.
   */
  how: z.enum(['traded', 'delivered', 'liquidated', 'written-off']).optional(),
  /** Where a fill on paper has its price from; without it where it was not traded. */
  priceFrom: z.enum(['order-book', 'last-price']).optional(),
});
export type DeskFill = z.infer<typeof deskFill>;

/** One settlement booked on a position; earned is positive. */
export const fundingPayment = z.object({
  settledAtMs: epochMs,
  /** Of a position of two perpetuals: which of them. */
  leg: z.enum(['long', 'short']).optional(),
  rate: decimal,
  contracts: decimal,
  markPrice: decimal,
  amountUsdt: decimal,
  /** Of which instant the price is: the settlement's own, or the last one before it of which one was proven. */
  priceAtMs: epochMs.optional(),
});
export type FundingPayment = z.infer<typeof fundingPayment>;

export const PositionRoute = {
  method: 'get',
  path: '/api/positions/:id',
  topic: 'desk',
  summary: 'One position with its fills and the funding that it was paid',
  params: z.object({ id: wholeNumberText({ min: 1, max: Number.MAX_SAFE_INTEGER }) }),
  reply: z.object({
    position: deskPosition,
    fills: z.array(deskFill),
    /** At most 2,000, the newest first. */
    payments: z.array(fundingPayment),
  }),
} as const satisfies HttpRoute;
