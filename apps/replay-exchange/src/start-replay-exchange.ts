import pino, { type Logger } from 'pino';
import type { KlineRange } from './bybit/view.js';
import { ReplayClock } from './clock/replay-clock.js';
import { SPOT_NOTE } from './control/describe-replay.js';
import { playDrill, watchDrill, type Drill } from './control/drill-file.js';
import { FaultInjector } from './faults/fault-injector.js';
import { faultRulesSchema, type FaultRuleInput } from './faults/fault-rule.js';
import { listen, type ListeningServer } from './http/exchange-server.js';
import type { Exchange } from './http/market-door.js';
import { RateLimiter } from './http/rate-limiter.js';
import { Traffic } from './http/traffic.js';
import { MarketBoard } from './market/market-board.js';
import { scenarioSchema, type ScenarioInput } from './market/scenario.js';
import { RECORDINGS_DIRECTORY } from './recording/recording-library.js';
import { warnWhenUsedUp } from './warn-when-used-up.js';

/** Every part may be left out; the defaults are those of the command line. */
export interface ReplayOptions {
  readonly host?: string | undefined;
  /** 0 takes any free port. */
  readonly port?: number | undefined;
  /** What the recordings are moved to; the start instant when left out. */
  readonly anchorMs?: number | undefined;
  /** Where the clock starts; the real time when left out. */
  readonly nowMs?: number | undefined;
  readonly speed?: number | undefined;
  readonly settlementLagMs?: number | undefined;
  readonly klineRange?: KlineRange | undefined;
  /** Requests per 5 seconds and address. */
  readonly requestLimit?: number | undefined;
  readonly banSeconds?: number | undefined;
  readonly faults?: readonly FaultRuleInput[] | undefined;
  readonly faultSeed?: number | undefined;
  readonly faultsFile?: string | undefined;
  readonly scenario?: ScenarioInput | undefined;
  /** How long a fault may hold a socket. */
  readonly holdSeconds?: number | undefined;
  /** Only these native ids. */
  readonly symbols?: readonly string[] | undefined;
  readonly recordingsDirectory?: string | undefined;
  /** Silent when left out. */
  readonly logger?: Logger | undefined;
}

/** Starts a replay exchange, in this process; it serves until it is closed. */
export async function startReplayExchange(options: ReplayOptions = {}): Promise<ListeningServer> {
  const logger = options.logger ?? pino({ level: 'silent' });
  const exchange = buildExchange(options);
  const apply = (drill: Drill) => {
    if (drill.scenario) exchange.board.playScenario(drill.scenario);
    if (drill.faults) exchange.injector.setRules(drill.faults);
  };
  if (options.faultsFile !== undefined) playDrill(options.faultsFile, apply);
  const server = await listen(
    exchange,
    {
      host: options.host ?? '127.0.0.1',
      port: options.port ?? 8787,
      holdMs: (options.holdSeconds ?? 60) * 1_000,
    },
    logger,
  );
  logStart(exchange, server.url, logger);
  const stopWatching =
    options.faultsFile === undefined ? undefined : watchDrill(options.faultsFile, logger, apply);
  const stopWarning = warnWhenUsedUp(exchange, logger);
  return {
    url: server.url,
    close: async () => {
      stopWatching?.();
      stopWarning();
      await server.close();
    },
  };
}

function buildExchange(options: ReplayOptions): Exchange {
  const nowMs = options.nowMs ?? Date.now();
  const anchorMs = options.anchorMs ?? nowMs;
  const board = new MarketBoard({
    anchorMs,
    settlementLagMs: options.settlementLagMs ?? 2_000,
    recordingsDirectory: options.recordingsDirectory ?? RECORDINGS_DIRECTORY,
    symbols: options.symbols,
  });
  board.playScenario(scenarioSchema.parse(options.scenario ?? {}));
  const injector = new FaultInjector(options.faultSeed ?? 1);
  injector.setRules(faultRulesSchema.parse(options.faults ?? []));
  const limiter = new RateLimiter(options.requestLimit ?? 600, (options.banSeconds ?? 600) * 1_000);
  return {
    board,
    clock: new ReplayClock(nowMs, options.speed ?? 1),
    injector,
    traffic: new Traffic(limiter),
    klineRange: options.klineRange ?? 'newest',
    anchorMs,
  };
}

function logStart({ anchorMs, board, clock, injector }: Exchange, url: string, logger: Logger) {
  const markets = board.all();
  logger.info(
    {
      label: 'replay',
      url,
      anchor: new Date(anchorMs).toISOString(),
      now: new Date(clock.nowMs()).toISOString(),
      speed: clock.speed,
      markets: markets.length,
      faults: injector.rules,
    },
    'Replay exchange serves recorded data under the API of Bybit v5',
  );
  logger.info({ spotMarkets: board.allSpot().length }, SPOT_NOTE);
  for (const { symbol, recording } of markets) {
    const { standIn } = recording.spec;
    if (standIn !== undefined) logger.info({ symbol, standIn }, 'Stand-in in use');
  }
}
