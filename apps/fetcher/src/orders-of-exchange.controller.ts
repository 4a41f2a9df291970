import { orderOfExchange, OrderDataSyncV1 } from '@fullcarry/contracts/orders/order-data-sync-v1';
import { OrderDataVerifyV1 } from '@fullcarry/contracts/orders/order-data-verify-v1';
import { Controller, type Type } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DataOrdersController } from './data-orders.controller.js';

/** The same orders on the exchange's own subjects: where fetchers are parted by exchange, the one that is meant answers. */
export function ordersOfExchange(exchange: string): Type {
  @Controller()
  class OrdersOfExchangeController {
    constructor(private readonly orders: DataOrdersController) {}

    @MessagePattern(orderOfExchange(OrderDataSyncV1.subject, exchange))
    sync(@Payload() payload: unknown) {
      return this.orders.sync(payload);
    }

    @MessagePattern(orderOfExchange(OrderDataVerifyV1.subject, exchange))
    verify(@Payload() payload: unknown) {
      return this.orders.verify(payload);
    }
  }
  return OrdersOfExchangeController;
}
