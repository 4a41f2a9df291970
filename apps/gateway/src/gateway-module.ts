import { Module, type DynamicModule } from '@nestjs/common';
import { BacktestRunsController } from './backtests/backtest-runs.controller.js';
import { BacktestsController } from './backtests/backtests.controller.js';
import { DataController } from './data/data.controller.js';
import { DecisionController } from './decision/decision.controller.js';
import { StudiesController } from './decision/studies.controller.js';
import { DeskController } from './desk/desk.controller.js';
import { DeskOrdersController } from './desk/desk-orders.controller.js';
import { DeskResultsController } from './desk/desk-results.controller.js';
import { OrderAccess } from './access/order-guard.js';
import { GatewayRun } from './gateway-run.js';
import { ExplorerController } from './markets/explorer.controller.js';
import { InstrumentsController } from './markets/instruments.controller.js';
import { MarketsController } from './markets/markets.controller.js';
import { RowsController } from './markets/rows.controller.js';
import { SignalsController } from './markets/signals.controller.js';
import { SpreadsController } from './markets/spreads.controller.js';
import { SystemController } from './system/system.controller.js';

@Module({})
export class GatewayModule {
  static of(run: GatewayRun, access: OrderAccess): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [
        DataController,
        ExplorerController,
        InstrumentsController,
        MarketsController,
        RowsController,
        SignalsController,
        SpreadsController,
        DecisionController,
        StudiesController,
        DeskController,
        DeskOrdersController,
        DeskResultsController,
        BacktestsController,
        BacktestRunsController,
        SystemController,
      ],
      providers: [
        { provide: GatewayRun, useValue: run },
        { provide: OrderAccess, useValue: access },
      ],
    };
  }
}
