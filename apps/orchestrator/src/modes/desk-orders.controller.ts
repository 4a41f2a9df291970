import { askedOrder } from '@fullcarry/platform/bus/orders/asked-order';
import {
  OrderDeskCloseV1,
  OrderDeskConfigureV1,
  OrderDeskCorrectV1,
  OrderDeskEmergencyStopV1,
  OrderDeskSettleV1,
  OrderDeskStartV1,
  OrderDeskStopV1,
} from '@fullcarry/contracts/orders/order-desk-v1';
import { OrderDeskExplainV1 } from '@fullcarry/contracts/orders/order-desk-explain-v1';
import { A_PERSON, orderedBy } from '@fullcarry/domain/desk/modes/ordered-by';
import { DomainError } from '@fullcarry/domain/errors';
import { FencedError } from '@fullcarry/history/database/fenced-error';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import type { z } from 'zod';
import { DeskRun } from '../desk/desk-run.js';
import { DeskMetrics } from '../facts/metrics.js';

/** What people may order from the desk. Every orchestrator that serves is the active one. */
@Controller()
export class DeskOrdersController {
  constructor(
    private readonly run: DeskRun,
    private readonly metrics: DeskMetrics,
  ) {}

  @MessagePattern(OrderDeskStartV1.subject)
  start(@Payload() payload: unknown): Promise<z.infer<typeof OrderDeskStartV1.reply>> {
    return this.carryOut('start', async () => {
      askedOrder(OrderDeskStartV1.ask, payload);
      await this.run.start();
      return { v: 1, state: this.run.state };
    });
  }

  @MessagePattern(OrderDeskStopV1.subject)
  stop(@Payload() payload: unknown): Promise<z.infer<typeof OrderDeskStopV1.reply>> {
    return this.carryOut('stop', async () => {
      const { by } = askedOrder(OrderDeskStopV1.ask, payload);
      await this.run.pause(orderedBy(by, 'Paused'));
      return { v: 1, state: this.run.state };
    });
  }

  /** Whatever the message says: nobody should be refused an emergency stop for its form. */
  @MessagePattern(OrderDeskEmergencyStopV1.subject)
  emergencyStop(
    @Payload() payload: unknown,
  ): Promise<z.infer<typeof OrderDeskEmergencyStopV1.reply>> {
    return this.carryOut('emergency-stop', async () => {
      const result = await this.run.emergencyStop(stopReason(payload));
      return { v: 1, state: this.run.state, ...result };
    });
  }

  @MessagePattern(OrderDeskCloseV1.subject)
  close(@Payload() payload: unknown): Promise<z.infer<typeof OrderDeskCloseV1.reply>> {
    return this.carryOut('close', async () => {
      const { positionId, by } = askedOrder(OrderDeskCloseV1.ask, payload);
      const closed = await this.run.closeOne(positionId, orderedBy(by));
      return { v: 1, state: this.run.state, ...closed };
    });
  }

  @MessagePattern(OrderDeskCorrectV1.subject)
  correct(@Payload() payload: unknown): Promise<z.infer<typeof OrderDeskCorrectV1.reply>> {
    return this.carryOut('correct', async () => {
      const { amountUsdt, reason } = askedOrder(OrderDeskCorrectV1.ask, payload);
      const ledger = await this.run.correct(amountUsdt, reason);
      return { v: 1, state: this.run.state, ledger };
    });
  }

  @MessagePattern(OrderDeskSettleV1.subject)
  settle(@Payload() payload: unknown): Promise<z.infer<typeof OrderDeskSettleV1.reply>> {
    return this.carryOut('settle', async () => {
      const { market, price, reason } = askedOrder(OrderDeskSettleV1.ask, payload);
      const { left, ...settled } = await this.run.settle({ market, price, reason });
      return { v: 1, state: this.run.state, ...settled, left: left?.text ?? null };
    });
  }

  @MessagePattern(OrderDeskExplainV1.subject)
  explain(@Payload() payload: unknown): Promise<z.infer<typeof OrderDeskExplainV1.reply>> {
    return this.carryOut('explain', async () => {
      const { market } = askedOrder(OrderDeskExplainV1.ask, payload);
      return { v: 1, market: await this.run.explain(market) };
    });
  }

  @MessagePattern(OrderDeskConfigureV1.subject)
  configure(@Payload() payload: unknown): Promise<z.infer<typeof OrderDeskConfigureV1.reply>> {
    return this.carryOut('configure', async () => {
      const { settings, by } = askedOrder(OrderDeskConfigureV1.ask, payload);
      const chosen = await this.run.configure(settings, by ?? A_PERSON);
      const renamed = chosen.renamed.length > 0 ? { renamed: [...chosen.renamed] } : {};
      return { v: 1, settings: chosen.settings, ...renamed };
    });
  }

  /** What keeps an order from being carried out, for whoever gave it; anything else is for the log. */
  private async carryOut<Reply>(order: string, work: () => Promise<Reply>): Promise<Reply> {
    try {
      return await work();
    } catch (error) {
      this.metrics.orderRefused(order);
      if (error instanceof DomainError || error instanceof FencedError) {
        throw new RpcException(error.message);
      }
      throw error;
    }
  }
}

/** Who ordered an emergency stop, where the message says so. */
function stopReason(payload: unknown): string {
  return orderedBy(OrderDeskEmergencyStopV1.ask.safeParse(payload).data?.by);
}
