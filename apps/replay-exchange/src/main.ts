import { readCommandLine } from './command-line.js';
import { createLogger } from './log.js';
import { startReplayExchange, type ReplayOptions } from './start-replay-exchange.js';

const options = readCommandLine(process.argv);
try {
  const exchange = await startReplayExchange({ ...options, logger: createLogger(process.env) });
  process.send?.({ url: exchange.url });
  const stop = () => {
    void exchange.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Whoever started us over IPC is gone: nobody would ever stop us.
  process.once('disconnect', stop);
  if (process.send !== undefined && !process.connected) stop();
} catch (error) {
  process.stderr.write(`${problemOf(error, options)}\n`);
  process.exitCode = 1;
}

/** One line for people; what they can put right needs no stack. */
function problemOf(error: unknown, { port }: ReplayOptions): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'EADDRINUSE' ? `port ${port} is taken` : error.message;
}
