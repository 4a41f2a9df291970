import { DatabaseUnusableError } from '@fullcarry/history/database/database-unusable-error';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { HttpError } from '@fullcarry/contracts/http/http-error';
import type { Response } from 'express';
import { UnavailableError } from '../unavailable-error.js';
import { HttpFault } from './http-fault.js';

interface Answer {
  readonly status: number;
  readonly body: HttpError;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Every error leaves as `{ error, field? }`: what was wrong with the question, or what is down. */
@Catch()
export class AnswerErrors implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const { status, body, headers } = this.answerTo(error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response
      .set({ 'cache-control': 'no-store', ...headers })
      .status(status)
      .json(body);
  }

  private answerTo(error: unknown): Answer {
    if (error instanceof HttpFault) {
      const { status, message, details } = error;
      const body = { error: message, ...(details.field ? { field: details.field } : {}) };
      return { status, body, ...(details.headers ? { headers: details.headers } : {}) };
    }
    if (error instanceof UnavailableError || error instanceof DatabaseUnusableError) {
      return { status: 503, body: { error: error.message }, headers: { 'retry-after': '5' } };
    }
    const status = statusOf(error);
    if (status !== undefined) return { status, body: { error: sentence(status) } };
    this.logger.error({ err: error }, 'A request could not be answered');
    return { status: 500, body: { error: 'The gateway failed; its log says why' } };
  }
}

/** The status that the web server's own parts give: a wrong body, an unknown path, a wrong URL. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (error instanceof URIError) return 400;
  const given: unknown =
    'getStatus' in error && typeof error.getStatus === 'function'
      ? Reflect.apply(error.getStatus, error, [])
      : 'status' in error
        ? error.status
        : undefined;
  return typeof given === 'number' && given >= 400 && given < 500 ? given : undefined;
}

const SENTENCES: Readonly<Record<number, string>> = {
  400: 'The request can’t be read: its URL or its JSON is broken',
  404: 'There is nothing at this address; /api/docs lists what there is',
  413: 'The body is too large',
  415: 'The body must be JSON, with content-type application/json',
};

function sentence(status: number): string {
  return SENTENCES[status] ?? 'The request was refused';
}
