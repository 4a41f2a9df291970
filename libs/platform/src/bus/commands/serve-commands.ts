import type { NatsConnection } from '@nats-io/transport-node';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import type { Logger } from 'pino';
import { setImmediate as immediately } from 'node:timers/promises';
import 'reflect-metadata';
import { leaveNats } from '../leave-nats.js';
import { natsOptions } from '../nats-options.js';
import { nestLogger } from '../../logs/nest-logger.js';
import { PlainJsonDeserializer, PlainJsonSerializer } from './plain-json-codec.js';

export interface ServedCommands {
  /** Takes no more commands; replies that were given leave first. */
  close(): Promise<void>;
}

/**
 * Answers a module's commands on NATS in plain JSON. Of all services in the queue one gets each command;
 * without a queue every one that serves gets it, and the first answer counts.
 */
export async function serveCommands(
  module: DynamicModule,
  natsUrl: string,
  server: string | { readonly name: string; readonly queue?: never },
  logger: Logger,
): Promise<ServedCommands> {
  const { name, queue } = typeof server === 'string' ? { name: server, queue: server } : server;
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(module, {
    transport: Transport.NATS,
    options: {
      ...natsOptions(natsUrl),
      name: `${name}, orders`,
      waitOnFirstConnect: true,
      ...(queue === undefined ? {} : { queue }),
      serializer: new PlainJsonSerializer(),
      deserializer: new PlainJsonDeserializer(),
    },
    logger: nestLogger(logger),
    abortOnError: false,
  });
  await app.listen();
  return {
    close: async () => {
      // Nest sends a reply some ticks after it was given.
      await immediately();
      await leaveNats(app.unwrap<NatsConnection>());
      await app.close();
    },
  };
}
