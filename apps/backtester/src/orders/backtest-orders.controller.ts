import {
  OrderBacktestCancelV1,
  OrderBacktestDecisionsV1,
  OrderBacktestRunV1,
  OrderBacktestSweepV1,
} from '@fullcarry/contracts/orders/order-backtest-v1';
import { DomainError } from '@fullcarry/domain/errors';
import { askedOrder } from '@fullcarry/platform/bus/orders/asked-order';
import { explained } from '@fullcarry/platform/bus/orders/explained';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import type { z } from 'zod';
import { DecisionReporter } from '../decisions/decision-reporter.js';
import { BacktestDesk } from './backtest-desk.js';

/** What may be ordered of the backtesters; one of them answers. */
@Controller()
export class BacktestOrdersController {
  constructor(
    private readonly desk: BacktestDesk,
    private readonly decider: DecisionReporter,
  ) {}

  @MessagePattern(OrderBacktestRunV1.subject)
  run(@Payload() payload: unknown): Promise<z.output<typeof OrderBacktestRunV1.reply>> {
    const { wish } = askedOrder(OrderBacktestRunV1.ask, payload);
    return explained(this.desk.queue(wish), DomainError);
  }

  @MessagePattern(OrderBacktestSweepV1.subject)
  sweep(@Payload() payload: unknown): Promise<z.output<typeof OrderBacktestSweepV1.reply>> {
    const { wish } = askedOrder(OrderBacktestSweepV1.ask, payload);
    return explained(this.desk.queueSweep(wish), DomainError);
  }

  @MessagePattern(OrderBacktestDecisionsV1.subject)
  decisions(@Payload() payload: unknown): Promise<z.output<typeof OrderBacktestDecisionsV1.reply>> {
    const ask = askedOrder(OrderBacktestDecisionsV1.ask, payload);
    return explained(this.decider.decide(ask), DomainError);
  }

  @MessagePattern(OrderBacktestCancelV1.subject)
  cancel(@Payload() payload: unknown): Promise<z.output<typeof OrderBacktestCancelV1.reply>> {
    const { id } = askedOrder(OrderBacktestCancelV1.ask, payload);
    return explained(this.desk.cancel(id), DomainError);
  }
}
