import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { REPLAY_PORT, type UpOptions } from './up-options.js';
import { up } from './up.js';

const flags = z.object({ exchange: z.string(), data: z.string(), replayPort: z.number() });

export function upCommand(): Command {
  return new Command('up')
    .description('start everything and keep it running; what npm start does')
    .option('--exchange <name>', 'replay (recorded data), or bybit for the real one', 'replay')
    .option('--data <folder>', 'database, NATS store and logs', './data')
    .option('--replay-port <port>', 'where the replay exchange listens', wholePort, REPLAY_PORT)
    .addHelpText(
      'after',
      `
The variables of docs/CONFIGURATION.md are passed on. NATS_URL names a NATS to use; without it the one on
port 4222 is taken when it has JetStream, else one is started on a free port. METRICS_PORT (9101) is where the
fetcher's health and metrics are.

Ctrl+C stops everything. Started again, it goes on where it was.

Examples:
  $ npm start
  $ npm start -- --exchange bybit
  $ METRICS_PORT=9102 npm start -- --data /tmp/second --replay-port 8788`,
    )
    .action(async (options: unknown) => {
      const wish: UpOptions = flags.parse(options);
      process.exitCode = await up(wish);
    });
}

function wholePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('Allowed is a whole number from 1 to 65535.');
}
