import pino, { type Logger } from 'pino';
import type { Api } from './api/api.js';
import type { Limit } from './api/limit.js';
import type { KlineRange } from './api/view.js';
import { APIS } from './apis.js';
import { ReplayClock } from './clock/replay-clock.js';
import { BOOK_NOTE, premiumNote, spotNote, standInOf } from './control/describe-replay.js';
import { playDrill, watchDrill, type Drill } from './control/drill-file.js';
import { playScenario } from './control/play-scenario.js';
import { faultsOf } from './faults/fault-catalog.js';
import { FaultInjector } from './faults/fault-injector.js';
import { faultRulesSchema, type FaultRuleInput } from './faults/fault-rule.js';
import { listen, type ListeningServer } from './http/exchange-server.js';
import { Traffic } from './http/traffic.js';
import { Turnstile } from './http/turnstile.js';
import { MarketBoard } from './market/market-board.js';
import { scenarioSchema, type ScenarioInput } from './market/scenario.js';
import { ownRecordings, type OwnBoard } from './recording/own/own-recordings.js';
import { projectRecordings } from './recording/project-recordings.js';
import type { Replay, ServedApi } from './served-api.js';
import { warnWhenUsedUp } from './warn-when-used-up.js';

/** Every part may be left out; the defaults are those of the command line. */
export interface ReplayOptions {
  /** Which APIs it speaks, by ccxt id, all on one port; Bybit's when left out. */
  readonly apis?: readonly string[] | undefined;
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
  readonly okxFundingCap?: number | undefined;
  readonly okxHistoryCap?: number | undefined;
  /** How much the first limit of each API admits; what the exchange publishes when left out. */
  readonly requestLimit?: number | undefined;
  /** How long a breach bans, where it bans; what the exchange publishes when left out. */
  readonly banSeconds?: number | undefined;
  readonly faults?: readonly FaultRuleInput[] | undefined;
  readonly faultSeed?: number | undefined;
  readonly faultsFile?: string | undefined;
  readonly scenario?: ScenarioInput | undefined;
  /** How long a fault may hold a socket. */
  readonly holdSeconds?: number | undefined;
  /** Only these markets, by native id or by Bybit's name. */
  readonly symbols?: readonly string[] | undefined;
  /** A folder of recordings of one's own, for the exchanges of which it has some. */
  readonly recordings?: string | undefined;
  /** Silent when left out. */
  readonly logger?: Logger | undefined;
}

/**
 * Starts a replay exchange, in this process; it serves until it is closed.
 *
 * Errors: RangeError for an API that it does not speak, or a market that none of its APIs lists; BadRecordingsError for
 * recordings of one's own that can't be played.
 */
export async function startReplayExchange(options: ReplayOptions = {}): Promise<ListeningServer> {
  const logger = options.logger ?? pino({ level: 'silent' });
  const replay = buildReplay(options);
  const apply = (drill: Drill) => {
    if (drill.scenario) playScenario(replay.apis, drill.scenario);
    for (const { injector } of replay.apis) if (drill.faults) injector.setRules(drill.faults);
  };
  if (options.faultsFile !== undefined) playDrill(options.faultsFile, apply);
  const server = await listen(
    replay,
    {
      host: options.host ?? '127.0.0.1',
      port: options.port ?? 8787,
      holdMs: (options.holdSeconds ?? 60) * 1_000,
    },
    logger,
  );
  logStart(replay, server.url, logger);
  const stopWatching =
    options.faultsFile === undefined ? undefined : watchDrill(options.faultsFile, logger, apply);
  const stopWarning = warnWhenUsedUp(replay, logger);
  return {
    url: server.url,
    close: async () => {
      stopWatching?.();
      stopWarning();
      await server.close();
    },
  };
}

function buildReplay(options: ReplayOptions): Replay {
  const nowMs = options.nowMs ?? Date.now();
  const anchorMs = options.anchorMs ?? nowMs;
  const asked = (options.apis ?? ['bybit']).map(apiNamed);
  const own =
    options.recordings === undefined
      ? undefined
      : ownRecordings(
          options.recordings,
          asked.map((api) => api.own),
          anchorMs,
          options.symbols,
        );
  const [first, ...others] = asked.map((api) =>
    serveApi(api, anchorMs, options, own?.boards.get(api.own)),
  );
  if (!first) throw new RangeError('no API is named');
  const replay: Replay = {
    anchorMs,
    clock: new ReplayClock(nowMs, options.speed ?? 1),
    readings: {
      klineRange: options.klineRange ?? 'newest',
      okxFundingCap: options.okxFundingCap ?? 400,
      okxHistoryCap: options.okxHistoryCap ?? 100,
    },
    apis: [first, ...others],
    leftOut: own?.leftOut ?? [],
  };
  const unknown = options.symbols?.find(
    (name) => !replay.apis.some(({ board }) => board.knows(name)),
  );
  if (unknown !== undefined) throw new RangeError(`${unknown} was not recorded`);
  playScenario(replay.apis, scenarioSchema.parse(options.scenario ?? {}));
  return replay;
}

function apiNamed(id: string): Api {
  const api = APIS.get(id);
  if (!api) throw new RangeError(`${id} is no API of this replay: ${[...APIS.keys()].join(', ')}`);
  return api;
}

function serveApi(
  api: Api,
  anchorMs: number,
  options: ReplayOptions,
  own: OwnBoard | undefined,
): ServedApi {
  const injector = new FaultInjector(faultsOf(api), options.faultSeed ?? 1);
  injector.setRules(faultRulesSchema.parse(options.faults ?? []));
  return {
    api,
    isOwn: own !== undefined,
    board: new MarketBoard({
      ...(own ?? {
        recordings: projectRecordings(api.markets(anchorMs), anchorMs, options.symbols),
      }),
      settlementLagMs: options.settlementLagMs ?? 2_000,
    }),
    injector,
    traffic: new Traffic(new Turnstile(limitsOf(api, options))),
  };
}

/** The first limit may be set to another size, and what bans may ban for another time. */
function limitsOf(api: Api, { requestLimit, banSeconds }: ReplayOptions): readonly Limit[] {
  return api.limits.map((limit, i) => ({
    ...limit,
    most: i === 0 ? (requestLimit ?? limit.most) : limit.most,
    banMs: limit.banMs > 0 && banSeconds !== undefined ? banSeconds * 1_000 : limit.banMs,
  }));
}

function logStart({ anchorMs, clock, apis, leftOut }: Replay, url: string, logger: Logger) {
  for (const recording of leftOut) logger.info({ recording }, 'Recording left out');
  for (const served of apis) {
    const { api, board, injector, isOwn } = served;
    const markets = board.all();
    logger.info(
      {
        label: 'replay',
        api: api.title,
        url,
        anchor: new Date(anchorMs).toISOString(),
        now: new Date(clock.nowMs()).toISOString(),
        speed: clock.speed,
        markets: markets.length,
        recordings: isOwn ? 'of one’s own' : 'of the project',
        faults: injector.rules,
      },
      "Replay exchange serves recorded data under an exchange's API",
    );
    logger.info({ api: api.title, spotMarkets: board.allSpot().length }, spotNote(board));
    logger.info({ api: api.title }, premiumNote(board));
    logger.info({ api: api.title }, BOOK_NOTE);
    const standIn = standInOf(served);
    if (standIn !== undefined) logger.info({ api: api.title, standIn }, 'Stand-in in use');
    for (const { symbol, recording } of markets) {
      const { standIn } = recording.spec;
      if (standIn !== undefined) logger.info({ symbol, standIn }, 'Stand-in in use');
    }
  }
}
