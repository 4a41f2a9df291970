import { masked } from '@fullcarry/platform/settings/parse-environment';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ChildService } from './child-service.js';
import type { Speaker } from '../watch/follow-history.js';
import { webHost } from './free-ports.js';
import { daysBefore, PLAYING_ENVIRONMENT, ReplayClock } from '../watch/played-days.js';
import { replayAnchor, replayDatabase } from '../replay-anchor.js';
import type { Stack } from './stack.js';
import type { UpOptions } from '../up-options.js';

const replayStarted = z.object({ url: z.string() });

/** The exchange that the fetcher will ask, and how its facts are distinguished from those of others. */
export interface ExchangeInUse {
  readonly environment: Record<string, string>;
  readonly speaker: Speaker;
  /** Of a replay that begins in the past, so that the desk trades through recorded days first. */
  readonly playing?: ReplayClock | undefined;
}

/** Exchanges outside, one or several with commas between. */
export function outsideExchange(exchange: string): ExchangeInUse {
  const isElsewhere = (process.env.EXCHANGE_URL?.trim() ?? '') !== '';
  return {
    environment: { EXCHANGE: exchange },
    speaker: { exchanges: namesIn(exchange), source: isElsewhere ? undefined : 'live' },
  };
}

/** What the services refuse is not judged here. */
export function namesIn(exchange: string): [string, ...string[]] {
  const [first = '', ...others] = exchange.split(',').map((name) => name.trim());
  return [first, ...others];
}

/** Starts the replay exchange; returns when it listens. */
export async function startReplay(
  stack: Stack,
  options: UpOptions,
): Promise<ExchangeInUse & { title: string }> {
  const nowMs = Date.now();
  const own = process.env.RECORDINGS?.trim() ?? '';
  const recordings = own === '' ? undefined : resolve(own);
  // Which stretch of them is played depends on the exchanges that play it.
  const played = recordings === undefined ? undefined : `${recordings} ${options.replayApis}`;
  const { anchorMs, putAside } = replayAnchor(stack.folder, nowMs, played);
  // Only a new replay: one that is gone on with has its trades already.
  const isPlaying = anchorMs === nowMs && options.desk && options.daysBack > 0;
  const startsAtMs = daysBefore(anchorMs, options.daysBack);
  const replay = stack.startApp(
    'replay-exchange',
    [
      ...['--api', options.replayApis, '--port', String(options.replayPort)],
      ...['--anchor', String(anchorMs)],
      ...(recordings === undefined ? [] : ['--recordings', recordings]),
      ...(isPlaying ? ['--now', String(startsAtMs), '--speed', '0'] : []),
    ],
    {},
  );
  const { url } = replayStarted.parse(await stack.whileWhole(replay.firstMessage()));
  const exchanges = namesIn(options.replayApis);
  const origins = exchanges.map((exchange) => `${exchange}=${url}`).join(',');
  const note = putAside ? `; the replay before is over, its database is ${putAside}` : '';
  const what = recordings === undefined ? 'recorded data' : `the recordings of ${recordings}`;
  return {
    environment: {
      EXCHANGE: exchanges.join(','),
      EXCHANGE_URL: origins,
      ARCHIVE_URL: origins,
    },
    speaker: { exchanges, source: `replay ${new Date(anchorMs).toISOString()}` },
    title: `${url}, ${what} moved to the present${note}`,
    playing: isPlaying ? new ReplayClock(url, startsAtMs) : undefined,
  };
}

/** Names the database that all services share. */
export function chooseDatabase(stack: Stack, options: UpOptions): void {
  const named = process.env.DATABASE_URL?.trim() ?? '';
  stack.databaseUrl = named === '' ? ownDatabase(stack.folder, options) : named;
}

/** Starts the fetcher; it waits by itself for whatever it needs. */
export function startFetcher(stack: Stack, options: UpOptions, exchange: ExchangeInUse): string {
  const fetcher = stack.startApp('fetcher', [], {
    ...common(stack, exchange),
    METRICS_PORT: String(options.metricsPort),
  });
  return `process ${fetcher.pid}, database ${masked(stack.databaseUrl)}`;
}

/** Starts the desk; it waits by itself for proven history. `isPlaying`: recorded days, as fast as it can. */
export function startDesk(
  stack: Stack,
  options: UpOptions,
  exchange: ExchangeInUse,
  isPlaying: boolean,
): ChildService {
  const isReplay = options.exchange === 'replay';
  return stack.startApp('orchestrator', [], {
    ...common(stack, exchange),
    METRICS_PORT: String(options.deskMetricsPort),
    // Who tries it out wants to see it work; a wish of their own comes first.
    ...(isReplay && !isSet('SCAN_INTERVAL_SECONDS') ? { SCAN_INTERVAL_SECONDS: '15' } : {}),
    ...(isPlaying ? PLAYING_ENVIRONMENT : {}),
  });
}

/** Starts a backtester: it takes what the page asks for. */
export function startBacktester(stack: Stack, exchange: ExchangeInUse): ChildService {
  return stack.startApp('backtester', [], {
    ...common(stack, exchange),
    // Nobody scrapes it here: any free port does.
    METRICS_PORT: '0',
  });
}

/** Starts the gateway; returns its address once it answers. */
export async function startGateway(
  stack: Stack,
  options: UpOptions,
  exchange: ExchangeInUse,
): Promise<string> {
  stack.startApp('gateway', [], {
    ...common(stack, exchange),
    HTTP_PORT: String(options.port),
    // Nobody scrapes it here: any free port does.
    METRICS_PORT: '0',
  });
  const url = pageUrl(options);
  while (!(await stack.whileWhole(answers(`${url}/api/openapi.json`)))) await sleep(50);
  return url;
}

/** Where a browser on this machine finds the page. */
export function pageUrl({ port }: UpOptions): string {
  const host = webHost();
  const isEverywhere = host === '0.0.0.0' || host === '::';
  return `http://${isEverywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
}

function common(stack: Stack, { environment }: ExchangeInUse): Record<string, string> {
  return { ...environment, DATABASE_URL: stack.databaseUrl, NATS_URL: stack.natsUrl };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function isSet(variable: string): boolean {
  return (process.env[variable]?.trim() ?? '') !== '';
}

/** Recorded data never goes into the database of a real exchange. */
function ownDatabase(folder: string, { exchange }: UpOptions): string {
  return `file:${exchange === 'replay' ? replayDatabase(folder) : join(folder, 'fullcarry.db')}`;
}
