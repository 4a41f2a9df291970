import {
  commandOfExchange,
  DataSyncCommandV1,
} from '@fullcarry/contracts/commands/data-sync-command-v1';
import { DataVerifyCommandV1 } from '@fullcarry/contracts/commands/data-verify-command-v1';
import { Controller, type Type } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DataCommandsController } from './data-commands.controller.js';

/** The same commands on the exchange's own subjects: where fetchers are parted by exchange, the one that is meant answers. */
export function commandsOfExchange(exchange: string): Type {
  @Controller()
  class CommandsOfExchangeController {
    constructor(private readonly commands: DataCommandsController) {}

    @MessagePattern(commandOfExchange(DataSyncCommandV1.subject, exchange))
    sync(@Payload() payload: unknown) {
      return this.commands.sync(payload);
    }

    @MessagePattern(commandOfExchange(DataVerifyCommandV1.subject, exchange))
    verify(@Payload() payload: unknown) {
      return this.commands.verify(payload);
    }
  }
  return CommandsOfExchangeController;
}
