import { masked } from '@fullcarry/platform/parse-environment';
import { join } from 'node:path';
import { z } from 'zod';
import type { Speaker } from './follow-history.js';
import { replayAnchor, replayDatabase } from './replay-anchor.js';
import type { Stack } from './stack.js';
import type { UpOptions } from './up-options.js';

const replayStarted = z.object({ url: z.string() });

/** The exchange that the fetcher will ask, and how its facts are told from those of others. */
export interface ExchangeInUse {
  readonly environment: Record<string, string>;
  readonly speaker: Speaker;
}

/** An exchange outside. */
export function outsideExchange(exchange: string): ExchangeInUse {
  const isElsewhere = (process.env.EXCHANGE_URL?.trim() ?? '') !== '';
  return {
    environment: { EXCHANGE: exchange },
    speaker: { exchange, source: isElsewhere ? undefined : 'live' },
  };
}

/** Starts the replay exchange; returns when it listens. */
export async function startReplay(
  stack: Stack,
  options: UpOptions,
): Promise<ExchangeInUse & { title: string }> {
  const { anchorMs, putAside } = replayAnchor(stack.folder, Date.now());
  const replay = stack.startApp(
    'replay-exchange',
    ['--port', String(options.replayPort), '--anchor', String(anchorMs)],
    {},
  );
  const { url } = replayStarted.parse(await stack.whileWhole(replay.firstMessage()));
  const note = putAside ? `; the replay before was used up, its database is ${putAside}` : '';
  return {
    environment: { EXCHANGE: 'bybit', EXCHANGE_URL: url },
    speaker: { exchange: 'bybit', source: `replay ${new Date(anchorMs).toISOString()}` },
    title: `${url}, recorded data moved to the present${note}`,
  };
}

/** Starts the fetcher; it waits by itself for whatever it needs. */
export function startFetcher(stack: Stack, options: UpOptions, exchange: ExchangeInUse): string {
  const named = process.env.DATABASE_URL?.trim() ?? '';
  stack.databaseUrl = named === '' ? ownDatabase(stack.folder, options) : named;
  const fetcher = stack.startApp('fetcher', [], {
    ...exchange.environment,
    DATABASE_URL: stack.databaseUrl,
    NATS_URL: stack.natsUrl,
  });
  return `process ${fetcher.pid}, database ${masked(stack.databaseUrl)}`;
}

/** Recorded data never goes into the database of a real exchange. */
function ownDatabase(folder: string, { exchange }: UpOptions): string {
  return `file:${exchange === 'replay' ? replayDatabase(folder) : join(folder, 'fullcarry.db')}`;
}
