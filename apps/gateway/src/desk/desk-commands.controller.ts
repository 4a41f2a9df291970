import {
  DeskCloseRoute,
  DeskCorrectRoute,
  DeskEmergencyStopRoute,
  DeskSettleRoute,
  DeskSettingsRoute,
  DeskStartRoute,
  DeskStopRoute,
} from '@fullcarry/contracts/http/desk/desk-command-routes';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import {
  DeskCloseCommandV1,
  DeskConfigureCommandV1,
  DeskCorrectCommandV1,
  DeskEmergencyStopCommandV1,
  DeskSettleCommandV1,
  DeskStartCommandV1,
  DeskStopCommandV1,
} from '@fullcarry/contracts/commands/desk-commands-v1';
import { Controller } from '@nestjs/common';
import type { Response } from 'express';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';
import { sendCommand } from './send-command.js';

const ANSWER_TIMEOUT_MS = 10_000;
/** Every position is closed before the desk answers. */
const CLOSING_TIMEOUT_MS = 60_000;

/** What a person may command the desk to do; each call stands behind the command guard. */
@Controller()
export class DeskCommandsController {
  constructor(private readonly run: GatewayRun) {}

  @Serves(DeskStartRoute)
  start(
    _: Asked<typeof DeskStartRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof DeskStartRoute>> {
    const ask = { v: 1, by: by(response) } as const;
    return sendCommand(this.run.connectedBus(), DeskStartCommandV1, ask, ANSWER_TIMEOUT_MS);
  }

  @Serves(DeskStopRoute)
  stop(_: Asked<typeof DeskStopRoute>, response: Response): Promise<ReplyOf<typeof DeskStopRoute>> {
    const ask = { v: 1, by: by(response) } as const;
    return sendCommand(this.run.connectedBus(), DeskStopCommandV1, ask, ANSWER_TIMEOUT_MS);
  }

  @Serves(DeskEmergencyStopRoute)
  emergencyStop(
    _: Asked<typeof DeskEmergencyStopRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof DeskEmergencyStopRoute>> {
    const bus = this.run.connectedBus();
    const ask = { v: 1, by: by(response) } as const;
    return sendCommand(bus, DeskEmergencyStopCommandV1, ask, CLOSING_TIMEOUT_MS);
  }

  @Serves(DeskCloseRoute)
  closePosition(
    { body }: Asked<typeof DeskCloseRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof DeskCloseRoute>> {
    const ask = { v: 1, by: by(response), positionId: body.positionId } as const;
    return sendCommand(this.run.connectedBus(), DeskCloseCommandV1, ask, CLOSING_TIMEOUT_MS);
  }

  @Serves(DeskCorrectRoute)
  correct({ body }: Asked<typeof DeskCorrectRoute>): Promise<ReplyOf<typeof DeskCorrectRoute>> {
    const bus = this.run.connectedBus();
    return sendCommand(bus, DeskCorrectCommandV1, { v: 1, ...body }, ANSWER_TIMEOUT_MS);
  }

  @Serves(DeskSettleRoute)
  settle({ body }: Asked<typeof DeskSettleRoute>): Promise<ReplyOf<typeof DeskSettleRoute>> {
    const bus = this.run.connectedBus();
    return sendCommand(bus, DeskSettleCommandV1, { v: 1, ...body }, CLOSING_TIMEOUT_MS);
  }

  @Serves(DeskSettingsRoute)
  configure(
    { body }: Asked<typeof DeskSettingsRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof DeskSettingsRoute>> {
    const bus = this.run.connectedBus();
    const ask = { v: 1, by: by(response), settings: body } as const;
    return sendCommand(bus, DeskConfigureCommandV1, ask, ANSWER_TIMEOUT_MS);
  }
}

/** Who commands it, for the desk's journal: whoever passed the guard, from where. */
function by(response: Response): string {
  return `a person, from ${response.req.ip ?? 'an unknown address'}`;
}
