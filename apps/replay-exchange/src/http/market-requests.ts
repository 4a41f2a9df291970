import type { IncomingMessage } from 'node:http';
import { deliver } from '../api/answer.js';
import type { MarketRequest } from '../api/api.js';
import type { Question } from '../api/question.js';
import { parseJsonText, readBody } from '../control/read-json-body.js';
import type { Replay, ServedApi } from '../served-api.js';
import type { Delivery } from './delivery.js';
import { acceptsGzip } from './send-delivery.js';
import type { Outcome } from './traffic.js';

/** Answers one request to an exchange's own API, and counts it there. */
export async function answerMarketRequest(
  replay: Replay,
  request: IncomingMessage,
  url: URL,
): Promise<Delivery> {
  const asked: MarketRequest = {
    method: request.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: request.method === 'POST' ? parseJsonText((await readBody(request)) ?? '') : undefined,
  };
  const served = apiOf(replay, asked.path);
  const question = served.api.question(asked);
  const counted = question ?? { path: asked.path, query: asked.query };
  const answered = answer(replay, served, request, question, counted);
  const { delivery, fault = null, refusedBy } = answered;
  const hasStatus =
    delivery.transmission !== 'hang' && delivery.transmission !== 'reset-before-headers';
  served.traffic.count({
    ...counted,
    status: hasStatus ? delivery.status : undefined,
    fault,
    ...(refusedBy && { refusedBy }),
  });
  return delivery;
}

/** A path that no API knows is asked of the first. */
function apiOf({ apis }: Replay, path: string): ServedApi {
  const owner = apis.find(({ api }) => api.prefixes.some((prefix) => path.startsWith(prefix)));
  return owner ?? apis[0];
}

interface Answered extends Partial<Pick<Outcome, 'fault' | 'refusedBy'>> {
  readonly delivery: Delivery;
}

function answer(
  { clock, readings }: Replay,
  { api, board, injector, traffic }: ServedApi,
  request: IncomingMessage,
  question: Question | undefined,
  counted: Question,
): Answered {
  const realNowMs = Date.now();
  const address = request.socket.remoteAddress ?? '';
  const refused = traffic.turnstile.admit(address, counted, realNowMs);
  if (refused) return { delivery: api.refuse(refused), refusedBy: refused.by };
  const endpoint = question && api.endpoints.get(question.endpoint ?? question.path);
  if (!question || !endpoint) return { delivery: api.unknownRoute() };
  const view = { board, nowMs: clock.nowMs(), readings };
  const truth = endpoint(question.query, view);
  const usage = api.usageHeaders?.(traffic.turnstile.used(address, realNowMs), question);
  const sound = withHeaders(deliver(truth, view.nowMs), usage);
  const injection = injector.inject({
    ...question,
    symbol: question.query[api.symbolParameter],
    answer: truth,
    sound,
    deliver: (changed, serverTimeMs) => withHeaders(deliver(changed, serverTimeMs), usage),
    acceptsGzip: acceptsGzip(request),
    nowMs: view.nowMs,
    realNowMs,
    symbols: board.all().map((market) => market.symbol),
    unlistedSymbol: api.unlistedSymbol,
    random: injector.random,
    askAbout: (symbol) => endpoint({ ...question.query, [api.symbolParameter]: symbol }, view),
  });
  return injection ? { delivery: injection.delivery, fault: injection.kind } : { delivery: sound };
}

function withHeaders(
  delivery: Delivery,
  headers: Readonly<Record<string, string>> | undefined,
): Delivery {
  return headers ? { ...delivery, headers: { ...delivery.headers, ...headers } } : delivery;
}
