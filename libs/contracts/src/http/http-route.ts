import type { z } from 'zod';

/**
 * One HTTP route of the gateway: what may be asked and what is answered. The gateway serves it, the
 * description at `/api/openapi.json` is made from it, and the dashboard reads its answers with it.
 *
 * `path`: parameters as `:name`. `query`: what stands in the URL is text, so a schema's input is text and its
 * output what the gateway works with. `changes`: needs `Authorization: Bearer <DASHBOARD_TOKEN>`. `status`: of the answer, 200 where
 * it is left out; 202: taken, and not done yet.
 */
export interface HttpRoute {
  readonly method: 'get' | 'post' | 'patch';
  readonly path: string;
  readonly topic: 'data' | 'markets' | 'desk' | 'backtests' | 'system';
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly reply: z.ZodType;
  /** Whether it answers CSV when it is asked with `format=csv`; `only`: it never answers anything else. */
  readonly csv?: boolean | 'only';
  /** Whether it answers a stream of columns too, when it is asked with `format=arrow` or the header Accept. */
  readonly arrow?: boolean;
  /** The media type of a route that answers a file of bytes, and never JSON. */
  readonly bytes?: string;
  readonly changes?: boolean;
  readonly status?: 200 | 202;
}

/** What a route answers. */
export type ReplyOf<Route extends HttpRoute> = z.output<Route['reply']>;
