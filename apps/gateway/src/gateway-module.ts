import { Module, type DynamicModule } from '@nestjs/common';
import { BacktestRunsController } from './backtests/backtest-runs.controller.js';
import { BacktestsController } from './backtests/backtests.controller.js';
import { DataController } from './data/data.controller.js';
import { DecisionController } from './decision/decision.controller.js';
import { StudiesController } from './decision/studies.controller.js';
import { DeskController } from './desk/desk.controller.js';
import { DeskCommandsController } from './desk/desk-commands.controller.js';
import { DeskResultsController } from './desk/desk-results.controller.js';
import { CommandAccess } from './access/command-guard.js';
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
  static of(run: GatewayRun, access: CommandAccess): DynamicModule {
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
        DeskCommandsController,
        DeskResultsController,
        BacktestsController,
        BacktestRunsController,
        SystemController,
      ],
      providers: [
        { provide: GatewayRun, useValue: run },
        { provide: CommandAccess, useValue: access },
      ],
    };
  }
}
