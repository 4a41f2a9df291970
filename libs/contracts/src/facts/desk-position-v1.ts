import { z } from 'zod';
import { count, decimal, epochMs, source } from '../values.js';

/** A position is both legs, of as many coins: long spot and short perpetual, or two perpetuals of two exchanges. */
export const positionState = z.enum(['opening', 'open', 'closing', 'closed', 'unwound']);
export type PositionState = z.infer<typeof positionState>;

/** One leg as it stands. Prices and amounts in USDT, exact; quantities in coins (spot) or contracts (perpetual). */
export const deskLeg = z.object({
  leg: z.enum(['long', 'short']),
  /** The exchange that it is traded on. */
  venue: z.string(),
  instrument: z.enum(['spot', 'perpetual']),
  symbol: z.string(),
  nativeId: z.string(),
  /** How many coins one of its quantity stands for. */
  unitsPerContract: z.int().positive(),
  /** What is held, negative where it is short. */
  quantity: decimal,
  entryPrice: decimal.nullable(),
  price: decimal,
  fundingUsdt: decimal,
  feesUsdt: decimal,
  collateralUsdt: decimal,
  /** What is left of the collateral, a fraction of the notional; null of spot and where nothing is held. */
  marginShare: z.number().nullable(),
  /** From which price on the exchange takes the leg over; null where there is none. */
  liquidationPrice: decimal.nullable(),
});
export type DeskLeg = z.infer<typeof deskLeg>;

/**
 * One position with its parts of profit and loss. Prices and amounts in USDT, exact; quantities in units of
 * the asset. Earned is positive. `pnlUsdt` = realised + unrealised + funding − fees. The prices called spot are those of
 * the long leg, those called perp of the short one; `legs` says what each is.
 */
export const deskPosition = z.object({
  id: z.int().positive(),
  symbol: z.string(),
  nativeId: z.string(),
  state: positionState,
  quantity: decimal,
  openedAtMs: epochMs,
  closedAtMs: epochMs.nullable(),
  openReason: z.string(),
  closeReason: z.string().nullable(),
  spotEntryPrice: decimal.nullable(),
  perpEntryPrice: decimal.nullable(),
  spotPrice: decimal.nullable(),
  perpMarkPrice: decimal.nullable(),
  notionalUsdt: decimal,
  realisedUsdt: decimal,
  unrealisedUsdt: decimal,
  fundingUsdt: decimal,
  feesUsdt: decimal,
  pnlUsdt: decimal,
  settlementsBooked: count,
  /** The legs' quantities differ by this fraction: 0 is hedged, 1 is one leg alone; null where nothing is held. */
  deltaDrift: z.number().nullable(),
  /** (perpetual − spot) / spot at the prices now, and at the entry; null where a price is not known. */
  basis: z.number().nullable().optional(),
  entryBasis: z.number().nullable().optional(),
  /** What is left of a perpetual's collateral, a fraction of its notional: of two the lesser. */
  marginShare: z.number().nullable(),
  legs: z.array(deskLeg).optional(),
});
export type DeskPosition = z.infer<typeof deskPosition>;

/** A position changed. Published by the orchestrator after the change is stored. Losing one costs nothing: the store and the next cycle tell. */
export const DeskPositionV1 = {
  subject: 'desk.position',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
    change: z.enum(['opened', 'closed', 'unwound', 'funding']),
    position: deskPosition,
  }),
} as const;
export type DeskPositionChange = z.infer<typeof DeskPositionV1.schema>;
