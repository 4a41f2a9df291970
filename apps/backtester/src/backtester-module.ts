import { Module, type DynamicModule } from '@nestjs/common';
import { DecisionTeller } from './decisions/decision-teller.js';
import { BacktestOrdersController } from './orders/backtest-orders.controller.js';
import { BacktestDesk, type BacktestDeskParts } from './orders/backtest-desk.js';

@Module({})
export class BacktesterModule {
  static of(parts: BacktestDeskParts, decider: DecisionTeller): DynamicModule {
    return {
      module: BacktesterModule,
      controllers: [BacktestOrdersController],
      providers: [
        { provide: BacktestDesk, useValue: new BacktestDesk(parts) },
        { provide: DecisionTeller, useValue: decider },
      ],
    };
  }
}
