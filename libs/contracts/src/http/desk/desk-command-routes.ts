import { z } from 'zod';
import { askedDeskSettings } from '../../desk/desk-settings.js';
import {
  DeskCloseCommandV1,
  DeskConfigureCommandV1,
  DeskCorrectCommandV1,
  DeskEmergencyStopCommandV1,
  DeskSettleCommandV1,
  DeskStartCommandV1,
  DeskStopCommandV1,
} from '../../commands/desk-commands-v1.js';
import type { HttpRoute } from '../http-route.js';

/** Nothing is asked with it: `{}`. */
const nothing = z.strictObject({}).optional();

export const DeskStartRoute = {
  method: 'post',
  path: '/api/desk/start',
  topic: 'desk',
  summary: 'Start cycling, also after a pause or an emergency stop',
  body: nothing,
  reply: DeskStartCommandV1.reply,
  changes: true,
} as const satisfies HttpRoute;

export const DeskStopRoute = {
  method: 'post',
  path: '/api/desk/stop',
  topic: 'desk',
  summary: 'Pause: open positions are kept and still closed when they must be; none is opened',
  body: nothing,
  reply: DeskStopCommandV1.reply,
  changes: true,
} as const satisfies HttpRoute;

export const DeskEmergencyStopRoute = {
  method: 'post',
  path: '/api/desk/emergency-stop',
  topic: 'desk',
  summary: 'Close every position at once and refuse to trade until a person starts the desk again',
  body: nothing,
  reply: DeskEmergencyStopCommandV1.reply,
  changes: true,
} as const satisfies HttpRoute;

export const DeskCloseRoute = {
  method: 'post',
  path: '/api/desk/close',
  topic: 'desk',
  summary: 'Close one position at once; the desk goes on, and leaves its market alone for a while',
  body: z.strictObject({ positionId: z.int().positive() }),
  reply: DeskCloseCommandV1.reply,
  changes: true,
} as const satisfies HttpRoute;

export const DeskCorrectRoute = {
  method: 'post',
  path: '/api/desk/correct',
  topic: 'desk',
  summary:
    'Book what a person says of cash that nothing else explains, exactly that amount, with a reason',
  body: DeskCorrectCommandV1.ask.omit({ v: true }).strict(),
  reply: DeskCorrectCommandV1.reply,
  changes: true,
} as const satisfies HttpRoute;

export const DeskSettleRoute = {
  method: 'post',
  path: '/api/desk/settle',
  topic: 'desk',
  summary:
    'Book that the exchange settled the short of a perpetual that is gone, with a reason, and sell its coins',
  body: DeskSettleCommandV1.ask.omit({ v: true }).strict(),
  reply: DeskSettleCommandV1.reply,
  changes: true,
} as const satisfies HttpRoute;

export const DeskSettingsRoute = {
  method: 'patch',
  path: '/api/desk/settings',
  topic: 'desk',
  summary: 'Change settings, all fields together; in force with the next cycle',
  body: askedDeskSettings,
  reply: DeskConfigureCommandV1.reply,
  changes: true,
} as const satisfies HttpRoute;
