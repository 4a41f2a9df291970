import type { IncomingMessage } from 'node:http';
import { ENDPOINTS } from '../bybit/endpoint.js';
import { wrap } from '../bybit/envelope.js';
import type { Query } from '../bybit/query.js';
import type { KlineRange } from '../bybit/view.js';
import type { ReplayClock } from '../clock/replay-clock.js';
import type { FaultInjector } from '../faults/fault-injector.js';
import type { MarketBoard } from '../market/market-board.js';
import { json, whole, type Delivery } from './delivery.js';
import { acceptsGzip } from './send-delivery.js';
import type { Outcome, Traffic } from './traffic.js';

/** Everything that the exchange consists of, behind its doors. */
export interface Exchange {
  readonly board: MarketBoard;
  readonly clock: ReplayClock;
  readonly injector: FaultInjector;
  readonly traffic: Traffic;
  readonly klineRange: KlineRange;
  readonly anchorMs: number;
}

/** Answers one request to the exchange's own API, and counts it. */
export function answerMarketRequest(
  exchange: Exchange,
  request: IncomingMessage,
  url: URL,
): Delivery {
  const path = url.pathname;
  const query: Query = Object.fromEntries(url.searchParams);
  const answered = answer(exchange, request, path, query);
  const { delivery, fault = null, refusedBy } = answered;
  const hasStatus = delivery.wire !== 'hang' && delivery.wire !== 'reset-before-headers';
  exchange.traffic.count({
    path,
    query,
    status: hasStatus ? delivery.status : undefined,
    fault,
    ...(refusedBy && { refusedBy }),
  });
  return delivery;
}

interface Answered extends Partial<Pick<Outcome, 'fault' | 'refusedBy'>> {
  readonly delivery: Delivery;
}

function answer(
  { board, clock, injector, traffic, klineRange }: Exchange,
  request: IncomingMessage,
  path: string,
  query: Query,
): Answered {
  const realNowMs = Date.now();
  const admission = traffic.limiter.admit(request.socket.remoteAddress ?? '', realNowMs);
  if (admission !== 'admitted') {
    return { delivery: whole(403, 'text/plain', 'access too frequent'), refusedBy: admission };
  }
  const endpoint = request.method === 'GET' ? ENDPOINTS.get(path) : undefined;
  if (!endpoint) return { delivery: whole(404, 'text/plain', '404 page not found') };
  const view = { board, nowMs: clock.nowMs(), klineRange };
  const truth = endpoint(query, view);
  const injection = injector.inject({
    path,
    query,
    answer: truth,
    acceptsGzip: acceptsGzip(request),
    nowMs: view.nowMs,
    realNowMs,
    symbols: board.all().map((market) => market.symbol),
    random: injector.random,
    ask: (changes) => endpoint(changed(query, changes), view),
  });
  if (injection) return { delivery: injection.delivery, fault: injection.kind };
  return { delivery: json(wrap(truth, view.nowMs)) };
}

function changed(query: Query, changes: Readonly<Record<string, string | undefined>>): Query {
  const wanted: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...query, ...changes })) {
    if (value !== undefined) wanted[name] = value;
  }
  return wanted;
}
