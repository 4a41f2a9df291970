import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { nestLogger } from '@fullcarry/platform/logs/nest-logger';
import { VERSION } from '@fullcarry/platform/bus/publish-alive';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import type { NextFunction, Request, Response } from 'express';
import 'reflect-metadata';
import type { GatewayConfig } from '../config.js';
import { serveDocs } from '../docs/serve-docs.js';
import type { OwnHosts } from '../access/own-hosts.js';
import type { ReadGuard } from '../access/read-guard.js';
import { securityHeaders } from '../access/security-headers.js';
import { AnswerErrors } from './answer-errors.js';
import { HttpFault } from './http-fault.js';
import type { IsMarketKnown } from './known-page.js';
import { measureAnswers } from './measure-answers.js';
import { serveDashboard } from './serve-dashboard.js';

/** The largest body that anything here needs is one desk's settings. */
const LARGEST_BODY_BYTES = 16_384;

/** Of gzip: a year of candles takes 5 ms and 136 kB; at the usual level 21 ms and 131 kB. */
const COMPRESSION_LEVEL = 4;

/** The web server with all that stands before the routes; it does not listen yet. */
export async function createWebServer(
  module: DynamicModule,
  isMarketKnown: IsMarketKnown,
  config: GatewayConfig,
  { hosts, readGuard }: { readonly hosts: OwnHosts; readonly readGuard: ReadGuard },
  logger: Logger,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: nestLogger(logger),
    abortOnError: false,
    bodyParser: false,
    forceCloseConnections: true,
  });
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.useGlobalFilters(new AnswerErrors(logger));
  app.use(measureAnswers(), securityHeaders(), refuseOtherHosts(hosts), readGuard.middleware());
  app.use(compression({ level: COMPRESSION_LEVEL }));
  app.use('/api', (_: Request, response: Response, next: NextFunction) => {
    // Asked again each time, and answered with 304 when nothing changed.
    response.setHeader('cache-control', 'no-cache');
    next();
  });
  app.useBodyParser('json', { limit: LARGEST_BODY_BYTES, type: 'application/json' });
  serveDocs(app, VERSION);
  serveDashboard(app, config.DASHBOARD_FOLDER, isMarketKnown, logger);
  return app;
}

/** Errors: HttpFault 403. */
function refuseOtherHosts(hosts: OwnHosts) {
  return (request: Request, _: Response, next: NextFunction) => {
    const isMeant = hosts.accepts(request.headers.host);
    next(isMeant ? undefined : new HttpFault(403, 'This gateway does not go by that name'));
  };
}
