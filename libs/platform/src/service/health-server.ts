import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { collectDefaultMetrics, register } from 'prom-client';
import 'reflect-metadata';
import { Health, HealthController } from './health.js';
import { MetricsController } from './metrics.controller.js';
import { nestLogger } from '../logs/nest-logger.js';

@Module({})
class HealthModule {}

/** Serves `/health/live`, `/health/ready` and `/metrics` from the first second, whatever else is still waited for. */
export async function startHealthServer(
  health: Health,
  listen: { readonly host: string; readonly port: number },
  logger: Logger,
): Promise<INestApplication> {
  // Once a process, which may serve more than one: as the gateways of a test.
  if (!register.getSingleMetric('process_cpu_seconds_total')) collectDefaultMetrics();
  const app = await NestFactory.create(
    {
      module: HealthModule,
      controllers: [HealthController, MetricsController],
      providers: [{ provide: Health, useValue: health }],
    },
    { logger: nestLogger(logger), abortOnError: false, forceCloseConnections: true },
  );
  await app.listen(listen.port, listen.host);
  logger.info({ url: await app.getUrl() }, 'Health and metrics');
  return app;
}
