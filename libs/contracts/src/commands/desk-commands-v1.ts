import { z } from 'zod';
import { deskSettings } from '../desk/desk-settings.js';
import { deskLedger, deskState } from '../facts/desk-status-v1.js';
import { count, decimal } from '../values.js';

/** Who or what commands it, for the journal, such as `the dashboard, from 127.0.0.1`; a person where it is left out. */
const by = z.string().trim().min(1).max(200).optional();
const ask = z.object({ v: z.literal(1), by });
const reply = z.object({ v: z.literal(1), state: deskState });

/** Why a person does what only a person may; kept. */
export const personsReason = z.string().trim().min(1, 'a reason is needed').max(500);

export const priceUsdt = decimal.refine((text) => Number(text) > 0, 'allowed is a price above 0');

/** Start cycling, also after a pause or an emergency stop. Asked by the gateway; the active desk answers. */
export const DeskStartCommandV1 = { subject: 'order.desk.start', ask, reply } as const;

/** Pause: open positions are kept and still closed when they must be; none is opened. */
export const DeskStopCommandV1 = { subject: 'order.desk.stop', ask, reply } as const;

/** Close every position at once and refuse to trade until a person starts the desk again. */
export const DeskEmergencyStopCommandV1 = {
  subject: 'order.desk.emergency-stop',
  ask,
  reply: z.object({
    v: z.literal(1),
    state: deskState,
    closed: z.array(z.string()),
    failed: z.array(z.object({ symbol: z.string(), reason: z.string() })),
  }),
} as const;

/**
 * Close one position at once, both legs at the same time. The desk's mode stays as it is; as after any closing its market
 * is left alone for `restHours`. Refused where there is no such open position.
 */
export const DeskCloseCommandV1 = {
  subject: 'order.desk.close',
  ask: z.object({ v: z.literal(1), positionId: z.int().positive(), by }),
  reply: z.object({
    v: z.literal(1),
    state: deskState,
    symbol: z.string(),
    /** Why it could not be closed, in sentences; null where it was. */
    failure: z.string().nullable(),
  }),
} as const;

/**
 * Book what a person says of cash that nothing else explains (`unexplainedUsdt` of the ledger), with the reason. Refused
 * where another amount is unexplained. The desk stays stopped until it is started.
 */
export const DeskCorrectCommandV1 = {
  subject: 'order.desk.correct',
  ask: z.object({ v: z.literal(1), amountUsdt: decimal, reason: personsReason }),
  reply: z.object({ v: z.literal(1), state: deskState, ledger: deskLedger }),
} as const;

/**
 * Book that the exchange itself settled the short of a perpetual that is gone, and sell the coins. Refused while the
 * perpetual has a price. `price`: at which it was settled, USDT a contract; without it the last mark price that was
 * seen. `left`: why the coins are not sold yet; the next cycle goes on with it.
 */
export const DeskSettleCommandV1 = {
  subject: 'order.desk.settle',
  ask: z.object({
    v: z.literal(1),
    /** The unified symbol or the exchange's own name. */
    market: z.string().trim().min(1).max(100),
    price: priceUsdt.optional(),
    reason: personsReason,
  }),
  reply: z.object({
    v: z.literal(1),
    state: deskState,
    positionId: count,
    price: decimal,
    left: z.string().nullable(),
  }),
} as const;

/**
 * Change settings: all fields, checked together; under their old names too, for one version. Takes effect with the
 * next cycle and survives a restart. `renamed`: in sentences, which of them are called otherwise now.
 */
export const DeskConfigureCommandV1 = {
  subject: 'order.desk.configure',
  ask: z.object({ v: z.literal(1), settings: z.unknown(), by }),
  reply: z.object({
    v: z.literal(1),
    settings: deskSettings,
    renamed: z.array(z.string()).optional(),
  }),
} as const;
