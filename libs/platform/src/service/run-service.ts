import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';

/** A service that does not stop by itself within this is ended. */
const LONGEST_STOP_MS = 4_500;

const PARENT_GONE = 'the end of the process that started it';

/** Closes what the service opened, in order. */
export type Close = () => Promise<void>;

/**
 * Runs a service until it is told to stop: SIGTERM, SIGINT, or the end of the process that started it.
 * Then closes it and exits 0 within 5 seconds. What keeps it from starting ends it with one line, exit 1.
 *
 * `start` gets a signal that aborts when the stop begins, for everything that waits. `longestStopMs`: of a service that
 * has something to bring to an end first.
 */
export async function runService(
  logger: Logger,
  start: (stopping: AbortSignal) => Promise<Close>,
  longestStopMs = LONGEST_STOP_MS,
): Promise<void> {
  const stopping = new AbortController();
  // Everything that waits listens to it, and there may be many.
  setMaxListeners(0, stopping.signal);
  const stop = (why: string) => {
    if (stopping.signal.aborted) return;
    logger.info({ why }, 'Stopping');
    setTimeout(() => {
      logger.error('Did not stop in time, ending now; what was committed is kept');
      process.exit(1);
    }, longestStopMs).unref();
    stopping.abort(new Error(`Stopped by ${why}`));
    void started
      .then((close) => close())
      .then(() => {
        logger.info('Stopped');
        process.exit(0);
      })
      .catch((error: unknown) => fail(logger, error));
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('disconnect', () => stop(PARENT_GONE));
  const started = start(stopping.signal).catch((error: unknown): Close => {
    if (!stopping.signal.aborted) fail(logger, error);
    return () => Promise.resolve();
  });
  // It may have gone before anyone listened.
  if (process.send !== undefined && !process.connected) stop(PARENT_GONE);
  await started;
}

/** One line for people, the cause at debug for whoever looks deeper. */
export function fail(logger: Logger, error: unknown): never {
  logger.debug({ err: error }, 'Why it stopped');
  logger.fatal(portTaken(error) ?? (error instanceof Error ? error.message : String(error)));
  process.exit(1);
}

function portTaken(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE')
    return undefined;
  const port = 'port' in error ? String(error.port) : 'wanted';
  return `Port ${port} is taken: stop what listens there, or set another`;
}
