import { checkCandlePage } from '@fullcarry/domain/check-candle-page';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import type { OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import { DomainError, PermanentError, TransientError } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FEW_MARKETS, isUndetectable, NOW_MS, SUBJECTS, Subject } from './subject.js';

const CLOSED_MS = Math.floor(NOW_MS / HOUR_MS) * HOUR_MS;
const CANDLES = { fromMs: CLOSED_MS - 48 * HOUR_MS, toMs: CLOSED_MS };
const SETTLEMENTS = { fromMs: CLOSED_MS - 48 * HOUR_MS, toMs: NOW_MS };

/** Faults that hold a connection: the deadline ends them, alike for every question, so that two are enough. */
const HOLDING = ['hang', 'stall-identity', 'stall-gzip', 'slow-drip'];
const HELD = ['candles', 'markets'];
const SHORT_DEADLINE_MS = 250;

/** Rows that are minutes old, of which there are none at this hour; a cursor, where a list has one page. */
const NEVER = ['late-candle', 'revised-candle', 'late-settlement', 'cursor-loop'];

/** Those of an archive's files are in archive-file.spec.ts. */
const isOfFile = (kind: string) => kind.startsWith('archive-');

/** One question of the interface; pages as the fetcher takes them, checked. */
interface Operation {
  readonly name: string;
  readonly ask: (exchange: Exchange, market: Market) => Promise<unknown>;
  /** Whether an answer says nothing that is not so; a page may lack rows, which two answers must agree on. */
  readonly isTrue: (answer: unknown, truth: unknown) => boolean;
}

const within = (answer: unknown, truth: unknown) => {
  const known = new Set((truth as readonly unknown[]).map((row) => JSON.stringify(row)));
  return (answer as readonly unknown[]).every((row) => known.has(JSON.stringify(row)));
};

/** A list may lack the one row that was not to be read, or what it says of one market; it says nothing else. */
const butForOne = (answer: unknown, truth: unknown) => {
  const [rows, known] = [answer, truth] as Readonly<Record<string, unknown>>[][];
  const isKnown = (row: Readonly<Record<string, unknown>>) => {
    const same = known!.find(({ symbol }) => symbol === row['symbol']);
    return Object.entries(row).every(([key, value]) => {
      return value === undefined || JSON.stringify(value) === JSON.stringify(same?.[key]);
    });
  };
  return rows!.every(isKnown) && rows!.length >= known!.length - 1;
};

/** When it was seen is not compared: a clock that is wrong says another time of the same orders. */
const sameBook = (answer: unknown, truth: unknown) => {
  const sidesOf = ({ bids, asks }: OrderBook) => JSON.stringify([bids, asks]);
  return sidesOf(answer as OrderBook) === sidesOf(truth as OrderBook);
};

const askBook = async (exchange: Exchange, { symbol, nativeId }: Market) =>
  exchange.orderBook!({ instrument: 'perpetual', symbol, nativeId });

const OPERATIONS: readonly Operation[] = [
  {
    name: 'time',
    ask: (exchange) => exchange.serverTimeMs(),
    isTrue: (answer) => Math.abs(Number(answer) - NOW_MS) < 60_000,
  },
  { name: 'markets', ask: (exchange) => exchange.markets(), isTrue: butForOne },
  { name: 'tickers', ask: (exchange) => exchange.tickers(), isTrue: butForOne },
  { name: 'trading rules', ask: (exchange) => exchange.tradingRules(), isTrue: butForOne },
  { name: 'spot tickers', ask: (exchange) => exchange.spotTickers(), isTrue: butForOne },
  {
    name: 'candles',
    ask: async (exchange, market) =>
      checkCandlePage(await exchange.candlePage(market, '1h', CANDLES), CANDLES, HOUR_MS),
    isTrue: within,
  },
  {
    name: 'spot candles',
    ask: async (exchange, market) =>
      checkCandlePage(
        await exchange.candlePage(market, '1h', CANDLES, 'spot-candles'),
        CANDLES,
        HOUR_MS,
      ),
    isTrue: within,
  },
  {
    name: 'settlements',
    ask: async (exchange, market) =>
      checkSettlementPage(await exchange.settlementPage(market, SETTLEMENTS), SETTLEMENTS).rows,
    isTrue: within,
  },
  { name: 'order book', ask: (exchange, market) => askBook(exchange, market), isTrue: sameBook },
];

describe.each(SUBJECTS)('whatever goes wrong at %s', (id) => {
  let subject: Subject;
  let market: Market;
  let kinds: readonly string[];
  const struckKinds = new Set<string>();
  const truths = new Map<string, { readonly answer: unknown; readonly requests: number }>();

  beforeAll(async () => {
    subject = await Subject.start(id, FEW_MARKETS);
    kinds = await subject.replay.faultKinds();
    const markets = await subject.marketsWithSpot();
    market = markets.find(({ symbol }) => symbol.startsWith('BTC/'))!;
    for (const { name, ask } of OPERATIONS) {
      const truth = await subject.use(async (exchange) => {
        const answer = await ask(exchange, market);
        return { answer, requests: exchange.usage().requestsTotal };
      });
      truths.set(name, truth);
    }
  }, 60_000);
  afterAll(() => subject.close());

  it.each(OPERATIONS)(
    'the answer about $name is true or an error of its kind',
    async (operation) => {
      const { name, ask, isTrue } = operation;
      const { answer: truth, requests } = truths.get(name)!;
      for (const kind of kinds) {
        if (HOLDING.includes(kind) && !HELD.includes(name)) continue;
        // The last request of several is the one that the question is about.
        await subject.replay.faults([{ kind, nth: requests }]);
        const deadlineMs = HOLDING.includes(kind) ? SHORT_DEADLINE_MS : 5_000;
        const { outcome, injected, limiters } = await subject.use(async (exchange) => {
          const answered = await ask(exchange, market).catch((error: unknown) => error);
          const { faultsInjected } = await subject.replay.stats();
          const held = exchange.limiters.map((limiter) => limiter.heldForMs() > 0);
          return { outcome: answered, injected: kind in faultsInjected, limiters: held };
        }, deadlineMs);
        if (!injected) continue;
        struckKinds.add(kind);
        if (!(outcome instanceof Error)) {
          expect([kind, isTrue(outcome, truth) || isUndetectable(id, kind, name)]).toEqual([
            kind,
            true,
          ]);
          continue;
        }
        expect([kind, outcome.name, outcome instanceof DomainError]).toEqual([
          kind,
          expect.stringMatching(/^(Transient|Permanent|DataIntegrity)Error$/),
          true,
        ]);
        if (outcome instanceof PermanentError) {
          expect(outcome.scope).toMatch(/^(request|exchange)$/);
        }
        // Who was asked for silence keeps it at once, at every rate limiter.
        const isHold = outcome instanceof TransientError && outcome.holdMs !== undefined;
        expect([kind, ...limiters]).toEqual([kind, ...limiters.map(() => isHold)]);
      }
    },
    120_000,
  );

  it('every kind of fault that can happen has struck some question', () => {
    const struck = (kind: string) => struckKinds.has(kind) || isOfFile(kind);
    const idle = kinds.filter((kind) => !struck(kind) && !NEVER.includes(kind));
    expect(idle).toEqual([]);
  });
});
