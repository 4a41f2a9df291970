import { REQUIRED_KINDS } from '@fullcarry/domain/series';
import type { DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { explainedView } from '@fullcarry/contracts/desk/explained-view';
import { DeskExplainCommandV1 } from '@fullcarry/contracts/commands/desk-explain-command-v1';
import { EMPTY_BOOK, market, seen } from '@fullcarry/domain/desk/desk-cases.fixture';
import { explainMarket } from '@fullcarry/domain/desk/explain/explain-market';
import type { DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import type { MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';
import { DAY_MS, floorTo, HOUR_MS } from '@fullcarry/domain/time-window';
import { saveReading } from '@fullcarry/history/instruments/save-reading';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { savePage } from '@fullcarry/history/rows/save-page';
import { createLogger } from '@fullcarry/platform/logs/create-logger';
import { parseEnvironment } from '@fullcarry/platform/settings/parse-environment';
import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { tempFolder } from '@fullcarry/testing/temp-folder';
import { connect } from '@nats-io/transport-node';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { gatewayConfig } from './config.js';
import { startGateway, type RunningGateway } from './start-gateway.js';

export const SYMBOL = 'BTC/USDT:USDT';
export const SOURCE = 'live';

/** When the exchange's list was read, a second time a day later. */
export const LISTED_AT_MS = Date.UTC(2026, 9, 1, 0, 1);
const logger = createLogger({ service: 'gateway', level: 'silent', format: 'json' });

export interface Stage {
  readonly nats: RunningNats;
  readonly databaseUrl: string;
  readonly folder: string;
  /** One more gateway on this stage. */
  gateway(environment?: Record<string, string>): Promise<RunningGateway>;
  close(): Promise<void>;
}

/** NATS, a database with one market, a built dashboard of a few files, and as many gateways as wanted. */
export async function openStage(): Promise<Stage> {
  const nats = await startNats();
  const temp = tempFolder();
  const databaseUrl = `file:${join(temp.path, 'fullcarry.db')}`;
  const dashboard = join(temp.path, 'dashboard');
  mkdirSync(join(dashboard, 'assets'), { recursive: true });
  writeFileSync(join(dashboard, 'index.html'), '<!doctype html><title>Fullcarry</title>');
  const script = join(dashboard, 'assets/app-1a2b3c.js');
  writeFileSync(script, 'document.title');
  writeFileSync(`${script}.br`, brotliCompressSync('document.title'));
  writeFileSync(`${script}.gz`, gzipSync('document.title'));
  mkdirSync(join(dashboard, 'pages'));
  const ownPage = '<!doctype html><title>Fullcarry</title><link rel="modulepreload" href="/a.js">';
  writeFileSync(join(dashboard, 'pages/funding.html'), ownPage);
  await storeMarket(databaseUrl);
  const stopping = new AbortController();
  const gateways: RunningGateway[] = [];
  return {
    nats,
    databaseUrl,
    folder: temp.path,
    gateway: async (environment = {}) => {
      const config = parseEnvironment(gatewayConfig, {
        NATS_URL: nats.url,
        DATABASE_URL: databaseUrl,
        DASHBOARD_FOLDER: dashboard,
        HTTP_PORT: '0',
        METRICS_PORT: '0',
        HISTORICAL_LOOKBACK_DAYS: '10',
        ...environment,
      });
      const gateway = await startGateway(config, logger, stopping.signal);
      gateways.push(gateway);
      return gateway;
    },
    close: async () => {
      stopping.abort(new Error('The test is over'));
      await Promise.all(gateways.map((gateway) => gateway.close()));
      await nats.close();
      temp.remove();
    },
  };
}

/** Ten days of hourly candles with one hole, and settlements every eight hours. */
async function storeMarket(databaseUrl: string): Promise<void> {
  const database = await openDatabase(databaseUrl);
  const markets = new MarketStore(database);
  const about = {
    exchange: 'bybit',
    source: SOURCE,
    timeframe: '1h',
    kinds: REQUIRED_KINDS,
    evaluatedAtMs: 1,
  } as const;
  const market = { exchange: 'bybit', symbol: SYMBOL, nativeId: 'BTCUSDT', listedAtMs: undefined };
  await markets.saveUniverse([{ ...market, rank: 1, turnoverUsdt24h: '123.5' }], about);
  for (const [observedAtMs, turnoverUsdt24h] of [
    [LISTED_AT_MS, '100'],
    [LISTED_AT_MS + DAY_MS, '200'],
  ] as const) {
    await saveReading(database, {
      exchange: 'bybit',
      observedAtMs,
      markets: [market],
      rules: new Map(),
      tickers: [
        {
          ...{ symbol: SYMBOL, turnoverUsdt24h, predictedRate: '0', nextFundingAtMs: observedAtMs },
          ...{ fundingIntervalMinutes: 480, markPrice: '1', lastPrice: '1' },
        },
      ],
      unread: new Set(),
    });
  }
  const toMs = floorTo(Date.now(), HOUR_MS);
  const fromMs = floorTo(toMs, DAY_MS) - 10 * DAY_MS;
  const hole = { fromMs: fromMs + 48 * HOUR_MS, toMs: fromMs + 50 * HOUR_MS };
  const series = await markets.trackedSeries('bybit', '1h');
  for (const { id, key } of series) {
    const stepMs = key.kind === 'candles' ? HOUR_MS : 8 * HOUR_MS;
    const times = Array.from({ length: (toMs - fromMs) / stepMs }, (_, i) => fromMs + i * stepMs);
    const window = { fromMs, toMs };
    const isWhole = key.kind === 'funding';
    await savePage(database, {
      seriesId: id,
      content: isWhole
        ? {
            kind: 'funding',
            rows: times.map((atMs) => ({ settledAtMs: atMs, stampedAtMs: atMs, rate: '0.0001' })),
          }
        : {
            kind: 'candles',
            rows: times
              .filter((atMs) => atMs < hole.fromMs || atMs >= hole.toMs)
              .map((openAtMs, i) => ({
                openAtMs,
                open: 10,
                high: 12,
                low: 9,
                close: 11,
                volume: i,
              })),
          },
      coverage: isWhole
        ? [window]
        : [
            { fromMs, toMs: hole.fromMs },
            { fromMs: hole.toMs, toMs },
          ],
      gapsWithin: window,
      gaps: isWhole
        ? []
        : [
            {
              ...hole,
              status: 'missing',
              rowsExpected: 2,
              observations: 1,
              firstObservedAtMs: 1,
              lastObservedAtMs: 1,
              nextTryAtMs: toMs + DAY_MS,
              evidence: 'two pages agreed',
            },
          ],
      readAtMs: 1,
      foundBy: 'fill',
    });
  }
  await database.close();
}

export function progress(change: Partial<DataProgress> = {}): DataProgress {
  return {
    v: 1,
    atMs: Date.now(),
    exchange: 'bybit',
    source: SOURCE,
    state: 'fetching',
    reason: null,
    currentSymbol: SYMBOL,
    pairsDone: 0,
    pairsTotal: 1,
    pagesDone: 1,
    pagesTotal: 4,
    rowsDone: 250,
    rowsTotal: 1000,
    percent: 25,
    rowsPerSecond: 100,
    etaSeconds: 7.5,
    heldUntilMs: null,
    ...change,
  };
}

/** `markets`: how many, to make it as large as wanted. */
export function rates(markets: number, markPrice = '64000.5'): MarketRates {
  return {
    v: 1,
    atMs: Date.now(),
    exchange: 'bybit',
    source: SOURCE,
    pollSeconds: 60,
    markets: Array.from({ length: markets }, (_, i) => ({
      symbol: i === 0 ? SYMBOL : `C${i}/USDT:USDT`,
      nativeId: i === 0 ? 'BTCUSDT' : `C${i}USDT`,
      predictedRate: '0.00012',
      nextFundingAtMs: floorTo(Date.now(), 8 * HOUR_MS) + 8 * HOUR_MS,
      intervalMinutes: 480,
      markPrice,
      lastPrice: markPrice,
      turnoverUsdt24h: String(1_000_000 - i),
      spot: null,
    })),
  };
}

/** Answers as the active desk would that sees one market which pays 0.02 % each 8 h, until it is closed. */
export async function answerAsDesk(natsUrl: string): Promise<{ close(): Promise<void> }> {
  const settings = deskSettings.parse({});
  const explained = explainMarket(seen(market({ symbol: SYMBOL })), EMPTY_BOOK, settings, SYMBOL);
  const known = explained && explainedView(explained, { atMs: Date.now(), settings });
  const connection = await connect({ servers: natsUrl });
  connection.subscribe(DeskExplainCommandV1.subject, {
    callback: (_, message) => {
      const { market: asked } = DeskExplainCommandV1.ask.parse(message.json());
      message.respond(JSON.stringify({ v: 1, market: asked === 'BTCUSDT' ? known : null }));
    },
  });
  await connection.flush();
  return { close: () => connection.close() };
}

const LEDGER = {
  startingEquityUsdt: '10000',
  cashUsdt: '10000',
  equityUsdt: '10000',
  realisedUsdt: '0',
  unrealisedUsdt: '0',
  fundingUsdt: '0',
  feesUsdt: '0',
};

export function desk(state: DeskStatus['state'] = 'running'): DeskStatus {
  return {
    v: 1,
    atMs: Date.now(),
    exchange: 'bybit',
    source: SOURCE,
    paper: true,
    state,
    reason: null,
    historyEnabled: true,
    activeInstance: 'a',
    openPositions: 0,
    exposureUsdt: '0',
    ledger: LEDGER,
    settings: deskSettings.parse({}),
    lastCycle: null,
    scanIntervalSeconds: 60,
  };
}

export function cycle(number: number): DeskCycle {
  return {
    v: 1,
    number,
    exchange: 'bybit',
    source: SOURCE,
    startedAtMs: Date.now(),
    durationMs: 12,
    warnings: [],
    rowsSynced: 0,
    opened: 0,
    closed: 0,
    held: 0,
    ledger: LEDGER,
    markets: [
      {
        symbol: SYMBOL,
        nativeId: 'BTCUSDT',
        rank: 1,
        netYield: 0.03,
        grossYield: 0.1,
        breakEvenSettlements: 40,
        persistence: 0.9,
        action: 'passed',
        reasonCode: 'below-entry',
        reason: 'The net yield is below the entry',
      },
    ],
  };
}
