import type { HttpRoute } from '@fullcarry/contracts/http/http-route';
import type { Request } from 'express';
import type { z } from 'zod';
import { HttpFault, wrongInput } from './http-fault.js';

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What a request asks, checked: exactly what its route says may be asked. */
export interface Asked<Route extends HttpRoute> {
  readonly params: Parsed<Route['params']>;
  readonly query: Parsed<Route['query']>;
  readonly body: Parsed<Route['body']>;
}

/** Errors: HttpFault 400 with the field that is wrong; 415 when a body is not JSON. */
export function askedOf(route: HttpRoute, request: Request) {
  if (route.changes && !request.is('application/json') && hasBody(request)) {
    throw new HttpFault(415, 'The body must be JSON, with content-type application/json');
  }
  return {
    params: route.params && parse(route.params, request.params, 'path'),
    query: parseQuery(route, request),
    body: route.body && parse(route.body, request.body, 'body'),
  };
}

function parseQuery(route: HttpRoute, { query }: Request): unknown {
  if (route.query) return parse(route.query, query, 'query');
  const [first] = Object.keys(query);
  if (first !== undefined) throw wrongInput(shortened(first), 'is no parameter of this route');
  return undefined;
}

function parse(schema: z.ZodType, value: unknown, where: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    throw wrongInput(
      shortened([...issue.path, issue.keys[0]].join('.')),
      'is no parameter of this route',
    );
  }
  const field = issue && issue.path.length > 0 ? shortened(issue.path.join('.')) : where;
  throw wrongInput(field, issue?.message ?? 'is not allowed');
}

/** Whoever sends a name as long as a book gets back its beginning. */
function shortened(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

function hasBody(request: Request): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined ||
    Number(request.headers['content-length'] ?? 0) > 0
  );
}
