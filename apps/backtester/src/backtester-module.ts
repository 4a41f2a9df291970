import { Module, type DynamicModule } from '@nestjs/common';
import { DecisionReporter } from './decisions/decision-reporter.js';
import { BacktestOrdersController } from './orders/backtest-orders.controller.js';
import { BacktestDesk, type BacktestDeskParts } from './orders/backtest-desk.js';

@Module({})
export class BacktesterModule {
  static of(parts: BacktestDeskParts, decider: DecisionReporter): DynamicModule {
    return {
      module: BacktesterModule,
      controllers: [BacktestOrdersController],
      providers: [
        { provide: BacktestDesk, useValue: new BacktestDesk(parts) },
        { provide: DecisionReporter, useValue: decider },
      ],
    };
  }
}
