import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { instantSchema } from '../clock/instant.js';
import { faultsOf } from '../faults/fault-catalog.js';
import { faultRulesSchema } from '../faults/fault-rule.js';
import { json, type Delivery } from '../http/delivery.js';
import { scenarioSchema } from '../market/scenario.js';
import type { Replay } from '../served-api.js';
import { describeReplay } from './describe-replay.js';
import { playScenario } from './play-scenario.js';
import { readJsonBody } from './read-json-body.js';

const clockSchema = z.strictObject({
  nowMs: instantSchema.optional(),
  speed: z.number().min(0).optional(),
});

const countSchema = z.coerce.number().int().nonnegative();

/** Which APIs a control request is about, the one that answers for them first. */
type Chosen = Replay['apis'];

type Handler = (
  replay: Replay,
  chosen: Chosen,
  request: IncomingMessage,
  url: URL,
) => Delivery | Promise<Delivery>;

/** The replay's own endpoints, by method and path. They are no part of an exchange and are not counted. */
const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['GET /replay', (replay, [first]) => json(describeReplay(replay, first))],
  ['POST /replay/clock', moveClock],
  ['GET /replay/stats', (_replay, [{ traffic }]) => json(traffic.stats())],
  ['GET /replay/requests', reportRequests],
  ['POST /replay/reset', resetTraffic],
  ['GET /replay/faults', reportFaults],
  ['PUT /replay/faults', setFaults],
  ['GET /replay/scenario', (_replay, [{ board }]) => json(board.scenario)],
  ['PUT /replay/scenario', setScenario],
]);

/** `?api=<id>` narrows it to one API. Else all are set alike, and the first one answers. */
export async function answerControlRequest(
  replay: Replay,
  request: IncomingMessage,
  url: URL,
): Promise<Delivery> {
  const handler = HANDLERS.get(`${request.method ?? ''} ${url.pathname}`);
  if (!handler) return json({ error: 'no such control' }, 404);
  const chosen = chosenBy(url.searchParams.get('api'), replay);
  if (!chosen) return refused('api: not served here');
  return handler(replay, chosen, request, url);
}

function chosenBy(id: string | null, { apis }: Replay): Chosen | undefined {
  if (id === null) return apis;
  const named = apis.find(({ api }) => api.id === id);
  return named && [named];
}

async function moveClock(
  { clock }: Replay,
  _chosen: Chosen,
  request: IncomingMessage,
): Promise<Delivery> {
  const body = await readJsonBody(request, clockSchema);
  if (!body.ok) return refused(body.problem);
  clock.move(body.value);
  return json({ nowMs: clock.nowMs(), speed: clock.speed });
}

function reportRequests(
  _replay: Replay,
  [{ traffic }]: Chosen,
  _request: IncomingMessage,
  url: URL,
): Delivery {
  const since = countSchema.safeParse(url.searchParams.get('since') ?? 0);
  if (!since.success) return refused('since: not a sequence number');
  const { log } = traffic;
  return json({ lastSequence: log.lastSequence, requests: log.since(since.data) });
}

function resetTraffic(_replay: Replay, chosen: Chosen): Delivery {
  for (const { traffic } of chosen) traffic.reset();
  return json(chosen[0].traffic.stats());
}

function reportFaults(_replay: Replay, [{ api, injector }]: Chosen): Delivery {
  return json({
    rules: injector.rules,
    kinds: [...faultsOf(api).values()].map(({ kind, imitates }) => ({ kind, imitates })),
  });
}

async function setFaults(
  _replay: Replay,
  chosen: Chosen,
  request: IncomingMessage,
  url: URL,
): Promise<Delivery> {
  const body = await readJsonBody(request, faultRulesSchema);
  if (!body.ok) return refused(body.problem);
  const seed = countSchema.optional().safeParse(url.searchParams.get('seed') ?? undefined);
  if (!seed.success) return refused('seed: not a whole number');
  for (const { injector } of chosen) injector.setRules(body.value, seed.data);
  return json({ rules: chosen[0].injector.rules });
}

async function setScenario(
  _replay: Replay,
  chosen: Chosen,
  request: IncomingMessage,
): Promise<Delivery> {
  const body = await readJsonBody(request, scenarioSchema);
  if (!body.ok) return refused(body.problem);
  try {
    playScenario(chosen, body.value);
  } catch (error) {
    if (error instanceof RangeError) return refused(error.message);
    throw error;
  }
  return json(chosen[0].board.scenario);
}

function refused(problem: string): Delivery {
  return json({ error: problem }, 400);
}
