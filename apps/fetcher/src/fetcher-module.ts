import { Module, type DynamicModule } from '@nestjs/common';
import { DataCommandsController } from './data-commands.controller.js';
import { FetcherRun } from './fetcher-run.js';
import { commandsOfExchange } from './commands-of-exchange.controller.js';

@Module({})
export class FetcherModule {
  static of(run: FetcherRun): DynamicModule {
    return {
      module: FetcherModule,
      controllers: [DataCommandsController, ...run.exchanges.map(commandsOfExchange)],
      providers: [{ provide: FetcherRun, useValue: run }, DataCommandsController],
    };
  }
}
