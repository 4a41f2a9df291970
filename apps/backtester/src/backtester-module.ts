import { Module, type DynamicModule } from '@nestjs/common';
import { DecisionReporter } from './decisions/decision-reporter.js';
import { BacktestCommandsController } from './commands/backtest-commands.controller.js';
import { BacktestDesk, type BacktestDeskParts } from './commands/backtest-desk.js';

@Module({})
export class BacktesterModule {
  static of(parts: BacktestDeskParts, decider: DecisionReporter): DynamicModule {
    return {
      module: BacktesterModule,
      controllers: [BacktestCommandsController],
      providers: [
        { provide: BacktestDesk, useValue: new BacktestDesk(parts) },
        { provide: DecisionReporter, useValue: decider },
      ],
    };
  }
}
