import type { RequestHandler } from 'express';
import { z } from 'zod';
import { answers } from '../metrics.js';

const matched = z.object({ path: z.string() });

/** Times every answer by its route, never by its address: what people invent must not become labels. */
export function measureAnswers(): RequestHandler {
  return (request, response, next) => {
    const stop = answers.startTimer();
    response.once('finish', () => {
      const route = matched.safeParse(request.route).data?.path ?? 'none';
      stop({ method: request.method, route, status: response.statusCode });
    });
    next();
  };
}
