// A desk in a process of its own that does one cycle a message, for tests that drive the exchange's clock
// and kill the desk at a chosen moment: before or after one of its calls to the database or the exchange.
import { DataSyncCommandV1 } from '@fullcarry/contracts/commands/data-sync-command-v1';
import type { MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { openExchange } from '@fullcarry/exchange/open-exchange';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { connect } from '@nats-io/transport-node';
import { pino } from 'pino';
import { z } from 'zod';
import { Desk } from './desk/desk.js';

const environment = z
  .object({
    EXCHANGE_URL: z.url(),
    DATABASE_URL: z.string(),
    NATS_URL: z.string(),
    SETTINGS: z.string(),
    HISTORY_ENABLED: z.stringbool().default(true),
  })
  .parse(process.env);

/** `dieAtCall`: counted from this message; 0 lives on. Odd ones die before the call, even ones after it. */
const order = z.object({ epoch: z.int(), dieAtCall: z.int() });

let calls = 0;
let dieAtCall = 0;

/** Every call counts twice: before it and after it. */
async function deadly<Result>(call: () => Promise<Result>): Promise<Result> {
  calls += 1;
  if (calls === dieAtCall) process.kill(process.pid, 'SIGKILL');
  const result = await call();
  calls += 1;
  if (calls === dieAtCall) process.kill(process.pid, 'SIGKILL');
  return result;
}

function deadlyDatabase(database: Database): Database {
  return {
    dialect: database.dialect,
    transaction: (work) =>
      deadly(() =>
        database.transaction((tx) =>
          work({
            dialect: tx.dialect,
            execute: (...call) => deadly(() => tx.execute(...call)),
            insertNew: (...call) => deadly(() => tx.insertNew(...call)),
            rows: (...call) => deadly(() => tx.rows(...call)),
            json: (...call) => deadly(() => tx.json(...call)),
          }),
        ),
      ),
    execute: (...call) => deadly(() => database.execute(...call)),
    insertNew: (...call) => deadly(() => database.insertNew(...call)),
    rows: (...call) => deadly(() => database.rows(...call)),
    json: (...call) => deadly(() => database.json(...call)),
    inTurn: (work) => database.inTurn(work),
    snapshot: (work) => deadly(() => database.snapshot(work)),
    close: () => database.close(),
  };
}

function deadlyExchange(exchange: Exchange): Exchange {
  return {
    id: exchange.id,
    limits: exchange.limits,
    limiters: exchange.limiters,
    serverTimeMs: () => deadly(() => exchange.serverTimeMs()),
    markets: () => deadly(() => exchange.markets()),
    delistedAtMs: (market) => exchange.delistedAtMs(market),
    tickers: () => deadly(() => exchange.tickers()),
    perpetualRules: () => exchange.perpetualRules(),
    tradingRules: () => deadly(() => exchange.tradingRules()),
    spotTickers: (...asked) => deadly(() => exchange.spotTickers(...asked)),
    candlePage: (...asked) => deadly(() => exchange.candlePage(...asked)),
    settlementPage: (...asked) => deadly(() => exchange.settlementPage(...asked)),
    source: () => exchange.source(),
    leftOutRows: () => exchange.leftOutRows(),
    usage: () => exchange.usage(),
    close: () => exchange.close(),
  };
}

const exchange = openExchange({
  id: 'bybit',
  url: environment.EXCHANGE_URL,
  rateBudget: 1,
  requestTimeoutMs: 10_000,
});
const database = await openDatabase(environment.DATABASE_URL);
const nats = await connect({ servers: environment.NATS_URL });
await exchange.tradingRules();

async function currentRates(): Promise<MarketRates> {
  // A market may have ended since the last one.
  const markets = await exchange.markets();
  const nativeIds = new Map(markets.map(({ symbol, nativeId }) => [symbol, nativeId]));
  const spots = new Map((await exchange.spotTickers()).map((spot) => [spot.symbol, spot]));
  const tickers = await exchange.tickers();
  return {
    v: 1,
    atMs: await exchange.serverTimeMs(),
    exchange: exchange.id,
    source: exchange.source(),
    pollSeconds: 10,
    markets: tickers.map((ticker) => {
      const spot = spots.get(ticker.symbol);
      return {
        symbol: ticker.symbol,
        nativeId: nativeIds.get(ticker.symbol) ?? '',
        predictedRate: ticker.predictedRate,
        nextFundingAtMs: ticker.nextFundingAtMs,
        intervalMinutes: ticker.fundingIntervalMinutes,
        markPrice: ticker.markPrice,
        lastPrice: ticker.lastPrice,
        turnoverUsdt24h: ticker.turnoverUsdt24h,
        spot: spot
          ? {
              symbol: spot.spotSymbol,
              lastPrice: spot.lastPrice,
              unitsPerContract: spot.unitsPerContract,
            }
          : null,
      };
    }),
  };
}

async function syncData() {
  const reply = await nats.request(DataSyncCommandV1.subject, JSON.stringify({ v: 1 }), {
    timeout: 60_000,
  });
  return DataSyncCommandV1.reply.parse(reply.json());
}

let rates: MarketRates;
let desk: Desk | undefined;

async function cycle({ epoch, dieAtCall: at }: z.output<typeof order>): Promise<void> {
  rates = await currentRates();
  calls = 0;
  dieAtCall = at;
  desk ??= await Desk.open({
    exchange: deadlyExchange(exchange),
    database: deadlyDatabase(database),
    timeframe: '1h',
    historyEnabled: environment.HISTORY_ENABLED,
    startingEquityUsdt: '10000',
    elsewhere: [],
    instance: `step-${process.pid}`,
    leaseEpoch: epoch,
    around: {
      rates: () => ({ rates, stale: false }),
      unprovenBecause: () => undefined,
      syncData,
      isLeaseHeld: () => true,
      cycleRecorded: () => undefined,
      positionChanged: () => undefined,
    },
    logger: pino({ level: 'warn' }),
  });
  await desk.configure(JSON.parse(environment.SETTINGS), 'the test');
  const report = await desk.runCycle();
  process.send?.({ report, calls });
}

process.on('message', (message) => {
  cycle(order.parse(message)).catch((error: unknown) => {
    process.send?.({ error: error instanceof Error ? error.stack : String(error) });
  });
});
process.send?.({ ready: true });
