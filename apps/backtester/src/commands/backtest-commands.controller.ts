import {
  BacktestCancelCommandV1,
  BacktestDecisionsCommandV1,
  BacktestRunCommandV1,
  BacktestSweepCommandV1,
} from '@fullcarry/contracts/commands/backtest-commands-v1';
import { DomainError } from '@fullcarry/domain/errors';
import { askedCommand } from '@fullcarry/platform/bus/commands/asked-command';
import { explained } from '@fullcarry/platform/bus/commands/explained';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import type { z } from 'zod';
import { DecisionReporter } from '../decisions/decision-reporter.js';
import { BacktestDesk } from './backtest-desk.js';

/** What may be ordered of the backtesters; one of them answers. */
@Controller()
export class BacktestCommandsController {
  constructor(
    private readonly desk: BacktestDesk,
    private readonly decider: DecisionReporter,
  ) {}

  @MessagePattern(BacktestRunCommandV1.subject)
  run(@Payload() payload: unknown): Promise<z.output<typeof BacktestRunCommandV1.reply>> {
    const { wish } = askedCommand(BacktestRunCommandV1.ask, payload);
    return explained(this.desk.queue(wish), DomainError);
  }

  @MessagePattern(BacktestSweepCommandV1.subject)
  sweep(@Payload() payload: unknown): Promise<z.output<typeof BacktestSweepCommandV1.reply>> {
    const { wish } = askedCommand(BacktestSweepCommandV1.ask, payload);
    return explained(this.desk.queueSweep(wish), DomainError);
  }

  @MessagePattern(BacktestDecisionsCommandV1.subject)
  decisions(
    @Payload() payload: unknown,
  ): Promise<z.output<typeof BacktestDecisionsCommandV1.reply>> {
    const ask = askedCommand(BacktestDecisionsCommandV1.ask, payload);
    return explained(this.decider.decide(ask), DomainError);
  }

  @MessagePattern(BacktestCancelCommandV1.subject)
  cancel(@Payload() payload: unknown): Promise<z.output<typeof BacktestCancelCommandV1.reply>> {
    const { id } = askedCommand(BacktestCancelCommandV1.ask, payload);
    return explained(this.desk.cancel(id), DomainError);
  }
}
