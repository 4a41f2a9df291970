import { Module, type DynamicModule } from '@nestjs/common';
import { DataOrdersController } from './data-orders.controller.js';
import { FetcherRun } from './fetcher-run.js';
import { ordersOfExchange } from './orders-of-exchange.controller.js';

@Module({})
export class FetcherModule {
  static of(run: FetcherRun): DynamicModule {
    return {
      module: FetcherModule,
      controllers: [DataOrdersController, ...run.exchanges.map(ordersOfExchange)],
      providers: [{ provide: FetcherRun, useValue: run }, DataOrdersController],
    };
  }
}
