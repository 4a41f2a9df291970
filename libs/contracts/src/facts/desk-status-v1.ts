import { z } from 'zod';
import { askedDeskSettings } from '../desk/desk-settings.js';
import { count, decimal, epochMs, source } from '../values.js';

export const deskState = z.enum([
  'waiting-for-data',
  'waiting-for-rates',
  'running',
  'paused',
  'emergency-stopped',
  'standby',
]);
export type DeskState = z.infer<typeof deskState>;

/**
 * The ledger in USDT, exact. `equityUsdt` = `cashUsdt` + value of both legs at their prices now
 * = `startingEquityUsdt` + `realisedUsdt` + `unrealisedUsdt` + `fundingUsdt` − `feesUsdt` + `correctionsUsdt`, to the
 * last digit.
 * Earned is positive, paid is negative; fees are a positive amount that was paid. Slippage is in the prices.
 */
export const deskLedger = z.object({
  startingEquityUsdt: decimal,
  cashUsdt: decimal,
  equityUsdt: decimal,
  realisedUsdt: decimal,
  unrealisedUsdt: decimal,
  fundingUsdt: decimal,
  feesUsdt: decimal,
  /** What people booked to explain cash that nothing else explains. */
  correctionsUsdt: decimal.optional(),
  /** What of the equity nothing explains: anything but 0 stops the desk until a person booked a correction. */
  unexplainedUsdt: decimal.optional(),
});
export type DeskLedger = z.infer<typeof deskLedger>;

/**
 * What of the desk needs a person's eyes: one leg alone, a closing that does not get done, little left of a short's
 * collateral, a fall of equity near the one at which the desk pauses, books that do not add up, an
 * exchange that holds other than the books say, the announced end of a market that is held. `symbol` of that one: the
 * perpetual or the coin.
 */
export const deskConcern = z.object({
  kind: z.enum([
    'unhedged',
    'closing-failed',
    'margin-low',
    'drawdown',
    'books-broken',
    'books-differ',
    'delisting',
  ]),
  /** Of which market; null where it is about the whole desk. */
  symbol: z.string().nullable(),
  /** One sentence, for people. */
  text: z.string(),
});
export type DeskConcern = z.infer<typeof deskConcern>;

/**
 * What the desk is doing and what it waits for. Published by the active orchestrator at each change and after
 * each cycle, and kept in the stream; a stand-by says nothing here while another one is active. Losing one
 * costs the time to the next cycle.
 */
export const DeskStatusV1 = {
  subject: 'desk.status',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
    /** Money that is not real. */
    paper: z.literal(true),
    state: deskState,
    /** What it waits for, or why it is stopped, in one sentence; null while it runs. */
    reason: z.string().nullable(),
    /** false: the desk runs on live rates alone, without proven history. */
    historyEnabled: z.boolean(),
    activeInstance: z.string(),
    openPositions: count,
    /** Notional of the short legs. */
    exposureUsdt: decimal,
    ledger: deskLedger,
    /** Whatever an older desk called them. */
    settings: askedDeskSettings,
    lastCycle: z.object({ number: count, startedAtMs: epochMs, durationMs: count }).nullable(),
    scanIntervalSeconds: z.number().positive(),
    /** The most pressing first, at most 50. As of the last moment at which nothing was being traded. */
    concerns: z.array(deskConcern).optional(),
  }),
} as const;
export type DeskStatus = z.infer<typeof DeskStatusV1.schema>;
