import type { HttpRoute, ReplyOf } from '@fullcarry/contracts/http/http-route';
import {
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  Res,
  UseGuards,
  type ExecutionContext,
  type StreamableFile,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { CommandGuard } from '../access/command-guard.js';
import { askedOf, type Asked } from './asked.js';

const METHODS = {
  get: RequestMethod.GET,
  post: RequestMethod.POST,
  patch: RequestMethod.PATCH,
} as const;

const AskedParam = createParamDecorator((route: HttpRoute, context: ExecutionContext) =>
  askedOf(route, context.switchToHttp().getRequest<Request>()),
);

/**
 * Makes a method answer a route of libs/contracts: it gets what was asked, checked, and answers what the
 * route says (or the text of a CSV, a stream of columns, or a file of bytes). A route that changes something is behind the command
 * guard.
 */
export function Serves<Route extends HttpRoute>(route: Route) {
  return <
    Answer extends (
      asked: Asked<Route>,
      response: Response,
    ) => Promise<ReplyOf<Route> | string | StreamableFile>,
  >(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<Answer>,
  ): void => {
    RequestMapping({ path: route.path, method: METHODS[route.method] })(target, key, descriptor);
    HttpCode(route.status ?? 200)(target, key, descriptor);
    if (route.changes) UseGuards(CommandGuard)(target, key, descriptor);
    AskedParam(route)(target, key, 0);
    Res({ passthrough: true })(target, key, 1);
  };
}
