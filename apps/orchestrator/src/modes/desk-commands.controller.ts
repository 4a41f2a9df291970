import { askedCommand } from '@fullcarry/platform/bus/commands/asked-command';
import {
  DeskCloseCommandV1,
  DeskConfigureCommandV1,
  DeskCorrectCommandV1,
  DeskEmergencyStopCommandV1,
  DeskSettleCommandV1,
  DeskStartCommandV1,
  DeskStopCommandV1,
} from '@fullcarry/contracts/commands/desk-commands-v1';
import { DeskExplainCommandV1 } from '@fullcarry/contracts/commands/desk-explain-command-v1';
import { A_PERSON, orderedBy } from '@fullcarry/domain/desk/modes/ordered-by';
import { DomainError } from '@fullcarry/domain/errors';
import { FencedError } from '@fullcarry/history/database/fenced-error';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import type { z } from 'zod';
import { DeskRun } from '../desk/desk-run.js';
import { DeskMetrics } from '../facts/metrics.js';

/** What people may command from the desk. Every orchestrator that serves is the active one. */
@Controller()
export class DeskCommandsController {
  constructor(
    private readonly run: DeskRun,
    private readonly metrics: DeskMetrics,
  ) {}

  @MessagePattern(DeskStartCommandV1.subject)
  start(@Payload() payload: unknown): Promise<z.infer<typeof DeskStartCommandV1.reply>> {
    return this.carryOut('start', async () => {
      askedCommand(DeskStartCommandV1.ask, payload);
      await this.run.start();
      return { v: 1, state: this.run.state };
    });
  }

  @MessagePattern(DeskStopCommandV1.subject)
  stop(@Payload() payload: unknown): Promise<z.infer<typeof DeskStopCommandV1.reply>> {
    return this.carryOut('stop', async () => {
      const { by } = askedCommand(DeskStopCommandV1.ask, payload);
      await this.run.pause(orderedBy(by, 'Paused'));
      return { v: 1, state: this.run.state };
    });
  }

  /** Whatever the message says: nobody should be refused an emergency stop for its form. */
  @MessagePattern(DeskEmergencyStopCommandV1.subject)
  emergencyStop(
    @Payload() payload: unknown,
  ): Promise<z.infer<typeof DeskEmergencyStopCommandV1.reply>> {
    return this.carryOut('emergency-stop', async () => {
      const result = await this.run.emergencyStop(stopReason(payload));
      return { v: 1, state: this.run.state, ...result };
    });
  }

  @MessagePattern(DeskCloseCommandV1.subject)
  closePosition(@Payload() payload: unknown): Promise<z.infer<typeof DeskCloseCommandV1.reply>> {
    return this.carryOut('close', async () => {
      const { positionId, by } = askedCommand(DeskCloseCommandV1.ask, payload);
      const closed = await this.run.closeOne(positionId, orderedBy(by));
      return { v: 1, state: this.run.state, ...closed };
    });
  }

  @MessagePattern(DeskCorrectCommandV1.subject)
  correct(@Payload() payload: unknown): Promise<z.infer<typeof DeskCorrectCommandV1.reply>> {
    return this.carryOut('correct', async () => {
      const { amountUsdt, reason } = askedCommand(DeskCorrectCommandV1.ask, payload);
      const ledger = await this.run.correct(amountUsdt, reason);
      return { v: 1, state: this.run.state, ledger };
    });
  }

  @MessagePattern(DeskSettleCommandV1.subject)
  settle(@Payload() payload: unknown): Promise<z.infer<typeof DeskSettleCommandV1.reply>> {
    return this.carryOut('settle', async () => {
      const { market, price, reason } = askedCommand(DeskSettleCommandV1.ask, payload);
      const { left, ...settled } = await this.run.settle({ market, price, reason });
      return { v: 1, state: this.run.state, ...settled, left: left?.text ?? null };
    });
  }

  @MessagePattern(DeskExplainCommandV1.subject)
  explain(@Payload() payload: unknown): Promise<z.infer<typeof DeskExplainCommandV1.reply>> {
    return this.carryOut('explain', async () => {
      const { market } = askedCommand(DeskExplainCommandV1.ask, payload);
      return { v: 1, market: await this.run.explain(market) };
    });
  }

  @MessagePattern(DeskConfigureCommandV1.subject)
  configure(@Payload() payload: unknown): Promise<z.infer<typeof DeskConfigureCommandV1.reply>> {
    return this.carryOut('configure', async () => {
      const { settings, by } = askedCommand(DeskConfigureCommandV1.ask, payload);
      const chosen = await this.run.configure(settings, by ?? A_PERSON);
      const renamed = chosen.renamed.length > 0 ? { renamed: [...chosen.renamed] } : {};
      return { v: 1, settings: chosen.settings, ...renamed };
    });
  }

  /** What keeps a command from being carried out, for whoever gave it; anything else is for the log. */
  private async carryOut<Reply>(command: string, work: () => Promise<Reply>): Promise<Reply> {
    try {
      return await work();
    } catch (error) {
      this.metrics.commandRefused(command);
      if (error instanceof DomainError || error instanceof FencedError) {
        throw new RpcException(error.message);
      }
      throw error;
    }
  }
}

/** Who ordered an emergency stop, where the message says so. */
function stopReason(payload: unknown): string {
  return orderedBy(DeskEmergencyStopCommandV1.ask.safeParse(payload).data?.by);
}
