import { Module, type DynamicModule } from '@nestjs/common';
import { DataOrdersController } from './data-orders.controller.js';
import { FetcherRun } from './fetcher-run.js';

@Module({})
export class FetcherModule {
  static of(run: FetcherRun): DynamicModule {
    return {
      module: FetcherModule,
      controllers: [DataOrdersController],
      providers: [{ provide: FetcherRun, useValue: run }],
    };
  }
}
