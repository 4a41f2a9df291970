import { z } from 'zod';
import { count, decimal, epochMs, source } from './values.js';

/** A position is both legs: long spot, short perpetual, of the same base quantity. */
export const positionState = z.enum(['opening', 'open', 'closing', 'closed', 'unwound']);
export type PositionState = z.infer<typeof positionState>;

/**
 * One position with its parts of profit and loss. Prices and amounts in USDT, exact; quantities in units of
 * the spot asset. Earned is positive. `pnlUsdt` = realised + unrealised + funding − fees.
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
  /** What is left of the short leg's collateral, a fraction of its notional. */
  marginShare: z.number().nullable(),
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
