import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import {
  DESK_METRICS_PORT,
  METRICS_PORT,
  REPLAY_PORT,
  WEB_PORT,
  type UpOptions,
} from './up-options.js';
import { up } from './up.js';

const flags = z.object({
  exchange: z.string(),
  replayApis: z.string(),
  data: z.string(),
  replayPort: z.number(),
  port: z.number(),
  metricsPort: z.number(),
  deskMetricsPort: z.number(),
  desk: z.boolean(),
  daysBack: z.number(),
});

export function upCommand(): Command {
  return new Command('up')
    .description('start everything and keep it running; what npm start does')
    .option(
      '--exchange <name>',
      'replay (recorded data), or the real ones: bybit, or bybit,okx',
      'replay',
    )
    .option('--replay-apis <names>', 'which exchanges the replay plays, with commas', 'bybit')
    .option('--data <folder>', 'database, NATS store and logs', './data')
    .option(
      '--days-back <days>',
      'of a new replay: recorded days that the desk trades through first, about 4 s each, more with several exchanges',
      days,
      21,
    )
    .option('--no-desk', 'history and page only, without the paper desk')
    .option(
      '--port <port>',
      'of the page and its routes',
      wholePort,
      fromEnvironment('HTTP_PORT', WEB_PORT),
    )
    .option('--replay-port <port>', 'where the replay exchange listens', wholePort, REPLAY_PORT)
    .option(
      '--metrics-port <port>',
      'health and metrics of the fetcher',
      wholePort,
      fromEnvironment('METRICS_PORT', METRICS_PORT),
    )
    .option(
      '--desk-metrics-port <port>',
      'health and metrics of the desk',
      wholePort,
      DESK_METRICS_PORT,
    )
    .addHelpText(
      'after',
      `
The variables of docs/CONFIGURATION.md are passed on. RECORDINGS names a folder that the replay plays (docs/RECORDINGS.md). NATS_URL names a NATS to use; without it the one on
port 4222 is taken when it has JetStream, else one is started on a free port. METRICS_PORT counts for the
fetcher alone.

Ctrl+C stops everything. Started again, it goes on where it was.

Examples:
  $ npm start
  $ npm start -- --exchange bybit
  $ npm start -- --exchange bybit,binanceusdm,okx
  $ npm start -- --replay-apis bybit,binanceusdm,okx
  $ npm start -- --data /tmp/second --port 8081 --replay-port 8788 --metrics-port 9201 --desk-metrics-port 9202`,
    )
    .action(async (options: unknown) => {
      const wish: UpOptions = flags.parse(options);
      process.exitCode = await up(wish);
    });
}

/** A wrong value is refused by the service that it is for, in its own words. */
function fromEnvironment(name: string, usual: number): number {
  const set = process.env[name]?.trim() ?? '';
  return /^\d+$/.test(set) && Number(set) <= 65_535 ? Number(set) : usual;
}

function days(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= 60) return Number(text);
  throw new InvalidArgumentError('Allowed is a whole number from 0 to 60.');
}

function wholePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('Allowed is a whole number from 1 to 65535.');
}
