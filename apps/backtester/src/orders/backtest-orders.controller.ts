import {
  OrderBacktestCancelV1,
  OrderBacktestRunV1,
} from '@fullcarry/contracts/orders/order-backtest-v1';
import { DomainError } from '@fullcarry/domain/errors';
import { askedOrder } from '@fullcarry/platform/bus/asked-order';
import { BusUnavailableError } from '@fullcarry/platform/bus/bus-unavailable-error';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import type { z } from 'zod';
import { BacktestDesk } from './backtest-desk.js';

/** What may be ordered of the backtesters; one of them answers. */
@Controller()
export class BacktestOrdersController {
  constructor(private readonly desk: BacktestDesk) {}

  @MessagePattern(OrderBacktestRunV1.subject)
  run(@Payload() payload: unknown): Promise<z.output<typeof OrderBacktestRunV1.reply>> {
    const { wish } = askedOrder(OrderBacktestRunV1.ask, payload);
    return explained(this.desk.queue(wish));
  }

  @MessagePattern(OrderBacktestCancelV1.subject)
  cancel(@Payload() payload: unknown): Promise<z.output<typeof OrderBacktestCancelV1.reply>> {
    const { id } = askedOrder(OrderBacktestCancelV1.ask, payload);
    return explained(this.desk.cancel(id));
  }
}

/** What kept an order from being carried out, for whoever placed it; anything else is for the log. */
async function explained<Reply>(work: Promise<Reply>): Promise<Reply> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError || error instanceof BusUnavailableError) {
      throw new RpcException(error.message);
    }
    throw error;
  }
}
