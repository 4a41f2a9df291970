import { z } from 'zod';
import { DataProgressV1, MarketProgressV1 } from '../facts/data-progress-v1.js';
import { DeskCycleV1 } from '../facts/desk-cycle-v1.js';
import { deskPosition, DeskPositionV1 } from '../facts/desk-position-v1.js';
import { dataStatus } from '../http/data/data-status-route.js';
import { currentDesk } from '../http/desk/desk-route.js';
import { currentRates } from '../http/market/rates-route.js';
import { systemState } from '../http/data/system-route.js';

/** Where the socket is, and the only transport: without polling no session has to stick to one gateway. */
export const SOCKET_PATH = '/socket.io';

/**
 * The events of the gateway's socket. Each carries the whole state of its kind, so that whoever reads too
 * slowly gets only the newest, and connecting again equals loading: each that is known comes on connect.
 * The socket takes no commands: those go by HTTP. Where the gateway serves several exchanges, data, progress and
 * rates are those of the first one, on which the desk trades.
 */
export const SOCKET_EVENTS = {
  /** At each change of what `/api/data-status` answers, while fetching a few times a second. */
  dataStatusV1: dataStatus,
  /** The same of every exchange that the gateway serves, the first one first. */
  dataStatusesV1: z.object({ exchanges: z.array(dataStatus) }),
  /** The fetcher's own words. */
  dataProgressV1: DataProgressV1.schema,
  /** Every tracked market of every exchange: how far its series are. */
  marketProgressV1: z.object({ markets: z.array(MarketProgressV1.schema) }),
  ratesV1: currentRates,
  /** The last cycle with its reason for each market. */
  cycleV1: DeskCycleV1.schema,
  deskV1: currentDesk,
  /** All positions that are not closed, and the change that was the reason to say so. */
  positionV1: z.object({
    open: z.array(deskPosition),
    lastChange: DeskPositionV1.schema.nullable(),
  }),
  systemV1: systemState,
} as const;

export type SocketEvent = keyof typeof SOCKET_EVENTS;
export type SocketPayload<Event extends SocketEvent> = z.output<(typeof SOCKET_EVENTS)[Event]>;
