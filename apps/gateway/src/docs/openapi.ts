import { httpError } from '@fullcarry/contracts/http/http-error';
import type { HttpRoute } from '@fullcarry/contracts/http/http-route';
import { ARROW_TYPE } from '@fullcarry/contracts/http/query-values';
import { ROUTES } from '@fullcarry/contracts/http/routes';
import { z } from 'zod';

/** The description of every route, made from the schemas that check what is asked. */
export function openApi(version: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Fullcarry',
      version,
      description:
        'Settled funding and candles, proven complete, and a carry desk on paper money. Times are UTC epoch milliseconds, windows half-open; rates are fractions of notional; money is exact decimal text in USDT.',
    },
    tags: [
      { name: 'data', description: 'Whether the history is there, and the proof' },
      { name: 'markets', description: 'Markets, their rows and their rates' },
      { name: 'desk', description: 'The desk, on paper money' },
      {
        name: 'backtests',
        description: 'Backtests to be run, and the results that are stored',
      },
      { name: 'system', description: 'What runs' },
    ],
    paths: pathsOf(ROUTES),
    components: {
      schemas: { Error: z.toJSONSchema(httpError) },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'DASHBOARD_TOKEN' },
      },
    },
  };
}

function pathsOf(routes: readonly HttpRoute[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return paths;
}

function operation(route: HttpRoute) {
  const { topic, summary, params, query, body, reply, changes } = route;
  const json = (schema: unknown) => ({ 'application/json': { schema } });
  const refusals = [
    [400, 'Wrong input; field says which'],
    [401, 'Without the right token, where one is needed'],
    ...(changes
      ? ([
          [403, 'Not from here'],
          [409, 'Whoever carries it out refuses'],
        ] as const)
      : []),
    ...(params || query ? ([[404, 'Unknown here']] as const) : []),
    [429, 'Too many requests, or wrong tokens'],
    [503, 'The database, NATS, or who carries it out is down'],
  ] as const;
  return {
    operationId: `${route.method} ${route.path}`.replaceAll(/\W+/g, '-'),
    tags: [topic],
    summary,
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    ...(body ? { requestBody: { content: json(schemaOf(body, 'input')) } } : {}),
    ...(changes ? { security: [{ token: [] }] } : {}),
    responses: {
      [route.status ?? 200]: {
        description: route.status === 202 ? 'It is taken' : 'What was asked',
        content: route.bytes
          ? { [route.bytes]: { schema: { type: 'string', format: 'binary' } } }
          : {
              ...json(schemaOf(reply, 'output')),
              ...(route.csv ? { 'text/csv': { schema: { type: 'string' } } } : {}),
              ...(route.arrow
                ? { [ARROW_TYPE]: { schema: { type: 'string', format: 'binary' } } }
                : {}),
            },
      },
      ...Object.fromEntries(
        refusals.map(([status, description]) => [
          status,
          { description, content: json({ $ref: '#/components/schemas/Error' }) },
        ]),
      ),
    },
  };
}

function parameters(schema: z.ZodObject | undefined, where: 'path' | 'query') {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input');
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(typeof property === 'object' && property.description !== undefined
      ? { description: property.description }
      : {}),
    schema: property,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
