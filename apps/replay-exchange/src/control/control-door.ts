import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { instantSchema } from '../clock/instant.js';
import { FAULTS } from '../faults/fault-catalog.js';
import { faultRulesSchema } from '../faults/fault-rule.js';
import { json, type Delivery } from '../http/delivery.js';
import type { Exchange } from '../http/market-door.js';
import { scenarioSchema } from '../market/scenario.js';
import { describeReplay } from './describe-replay.js';
import { readJsonBody } from './read-json-body.js';

const clockSchema = z.strictObject({
  nowMs: instantSchema.optional(),
  speed: z.number().min(0).optional(),
});

const countSchema = z.coerce.number().int().nonnegative();

type Handler = (
  exchange: Exchange,
  request: IncomingMessage,
  url: URL,
) => Delivery | Promise<Delivery>;

/** The replay's own endpoints, by method and path. They are no part of the exchange and are not counted. */
const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['GET /replay', (exchange) => json(describeReplay(exchange))],
  ['POST /replay/clock', moveClock],
  ['GET /replay/stats', ({ traffic }) => json(traffic.stats())],
  ['GET /replay/requests', tellRequests],
  ['POST /replay/reset', resetTraffic],
  ['GET /replay/faults', tellFaults],
  ['PUT /replay/faults', setFaults],
  ['GET /replay/scenario', ({ board }) => json(board.scenario)],
  ['PUT /replay/scenario', setScenario],
]);

export async function answerControlRequest(
  exchange: Exchange,
  request: IncomingMessage,
  url: URL,
): Promise<Delivery> {
  const handler = HANDLERS.get(`${request.method ?? ''} ${url.pathname}`);
  return handler ? handler(exchange, request, url) : json({ error: 'no such control' }, 404);
}

async function moveClock(exchange: Exchange, request: IncomingMessage): Promise<Delivery> {
  const body = await readJsonBody(request, clockSchema);
  if (!body.ok) return refused(body.problem);
  exchange.clock.move(body.value);
  return json({ nowMs: exchange.clock.nowMs(), speed: exchange.clock.speed });
}

function tellRequests({ traffic }: Exchange, _request: IncomingMessage, url: URL): Delivery {
  const since = countSchema.safeParse(url.searchParams.get('since') ?? 0);
  if (!since.success) return refused('since: not a sequence number');
  const { log } = traffic;
  return json({ lastSequence: log.lastSequence, requests: log.since(since.data) });
}

function resetTraffic({ traffic }: Exchange): Delivery {
  traffic.reset();
  return json(traffic.stats());
}

function tellFaults({ injector }: Exchange): Delivery {
  return json({
    rules: injector.rules,
    kinds: [...FAULTS.values()].map(({ kind, imitates }) => ({ kind, imitates })),
  });
}

async function setFaults(
  { injector }: Exchange,
  request: IncomingMessage,
  url: URL,
): Promise<Delivery> {
  const body = await readJsonBody(request, faultRulesSchema);
  if (!body.ok) return refused(body.problem);
  const seed = countSchema.optional().safeParse(url.searchParams.get('seed') ?? undefined);
  if (!seed.success) return refused('seed: not a whole number');
  injector.setRules(body.value, seed.data);
  return json({ rules: injector.rules });
}

async function setScenario({ board }: Exchange, request: IncomingMessage): Promise<Delivery> {
  const body = await readJsonBody(request, scenarioSchema);
  if (!body.ok) return refused(body.problem);
  try {
    board.playScenario(body.value);
  } catch (error) {
    if (error instanceof RangeError) return refused(error.message);
    throw error;
  }
  return json(board.scenario);
}

function refused(problem: string): Delivery {
  return json({ error: problem }, 400);
}
