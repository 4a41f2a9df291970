import type { Limit, Refused } from '../api/limit.js';
import type { Question } from '../api/question.js';
import { failed } from './binance-answers.js';
import type { Delivery } from '../http/delivery.js';

/** A breach is answered with 429, and whoever goes on before Retry-After is over with 418. */
const BAN_MS = 120_000;
const MINUTE_MS = 60_000;

const FUNDING_PATHS = ['/fapi/v1/fundingRate', '/fapi/v1/fundingInfo'];

const KLINES = ['/fapi/v1/klines', '/fapi/v1/markPriceKlines', '/fapi/v1/premiumIndexKlines'];

/** By path: the weight of the question for one symbol, and for all of them. */
const WEIGHTS: Readonly<Record<string, readonly [one: number, all: number]>> = {
  '/fapi/v1/ticker/24hr': [1, 40],
  '/fapi/v1/ticker/price': [1, 2],
  '/fapi/v2/ticker/price': [1, 2],
  '/fapi/v1/premiumIndex': [1, 10],
  '/api/v3/exchangeInfo': [20, 20],
  '/api/v3/klines': [2, 2],
  '/api/v3/ticker/24hr': [2, 80],
  '/api/v3/ticker/price': [2, 4],
  '/api/v3/ticker/bookTicker': [2, 4],
};

/** The futures API's weight, its bucket of funding requests, and the spot API's weight: each by itself. */
export const BINANCE_LIMITS: readonly Limit[] = [
  {
    name: 'binanceusdm',
    most: 2_400,
    windowMs: MINUTE_MS,
    banMs: BAN_MS,
    charge: (question) => ({ cost: isFutures(question) ? weightOf(question) : 0 }),
  },
  {
    name: 'binanceusdm.funding',
    most: 500,
    windowMs: 5 * MINUTE_MS,
    banMs: BAN_MS,
    charge: ({ path }) => ({ cost: FUNDING_PATHS.includes(path) ? 1 : 0 }),
  },
  {
    name: 'binanceusdm.spot',
    most: 6_000,
    windowMs: MINUTE_MS,
    banMs: BAN_MS,
    charge: (question) => ({ cost: isSpot(question) ? weightOf(question) : 0 }),
  },
];

export function refuse({ by, limit, waitMs }: Refused): Delivery {
  const headers = { 'Retry-After': String(Math.ceil(waitMs / 1_000)) };
  const untilMs = Date.now() + Math.ceil(waitMs);
  const refused =
    by === 'breach'
      ? failed(-1003, `Too many requests; current limit is ${limit.most} requests per window.`, 429)
      : failed(-1003, `Way too many requests; IP banned until ${untilMs}.`, 418);
  return { ...refused, headers: { ...refused.headers, ...headers } };
}

/** Each host reports what was used of its own weight; nothing reports what was used of the funding bucket, nor an archive anything. */
export function usageHeaders(used: ReadonlyMap<string, number>, { path }: Question) {
  if (FUNDING_PATHS.includes(path) || path.startsWith('/data/')) return {};
  const name = path.startsWith('/fapi/') ? 'binanceusdm' : 'binanceusdm.spot';
  return { 'x-mbx-used-weight-1m': String(used.get(name) ?? 0) };
}

function isFutures({ path }: Question): boolean {
  return path.startsWith('/fapi/') && !FUNDING_PATHS.includes(path);
}

function isSpot({ path }: Question): boolean {
  return path.startsWith('/api/v3/');
}

function weightOf({ path, query }: Question): number {
  if (KLINES.includes(path)) return klinesWeight(Number(query['limit'] ?? 500));
  if (path === '/fapi/v1/depth') return stepOf(FUTURES_DEPTH, Number(query['limit'] ?? 500));
  if (path === '/api/v3/depth') return stepOf(SPOT_DEPTH, Number(query['limit'] ?? 100));
  const [one, all] = WEIGHTS[path] ?? [1, 1];
  return query['symbol'] === undefined ? all : one;
}

/** Weights up to so many levels of a book (Order-Book of either API, copies read on 2026-11-28). */
type DepthSteps = readonly (readonly [upTo: number, weight: number])[];

const FUTURES_DEPTH: DepthSteps = [
  [50, 2],
  [100, 5],
  [500, 10],
  [Infinity, 20],
];
const SPOT_DEPTH: DepthSteps = [
  [100, 5],
  [500, 25],
  [1_000, 50],
  [Infinity, 250],
];

function stepOf(steps: DepthSteps, levels: number): number {
  return steps.find(([upTo]) => levels <= upTo)?.[1] ?? 1;
}

function klinesWeight(limit: number): number {
  const steps: readonly (readonly [below: number, weight: number])[] = [
    [100, 1],
    [500, 2],
    [1_001, 5],
  ];
  return steps.find(([below]) => limit < below)?.[1] ?? 10;
}
