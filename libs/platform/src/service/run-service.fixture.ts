import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../logs/create-logger.js';
import { runService } from './run-service.js';

/** A service of the spec's: what it does is named by its first argument. */
const logger = createLogger({ service: 'spec', level: 'info', format: 'json' });
const forEver = setInterval(() => undefined, 1_000);

const WAYS: Readonly<Record<string, (stopping: AbortSignal) => Promise<() => Promise<void>>>> = {
  'stops well': async () => async () => {
    clearInterval(forEver);
    logger.info('Closed');
  },
  'waits at the start': (stopping) => sleep(60_000, async () => undefined, { signal: stopping }),
  'never closes': async () => () => new Promise(() => undefined),
  'fails to start': async () => {
    throw new Error('It can’t be');
  },
  'fails to close': async () => async () => {
    throw new Error('It won’t close');
  },
};

await runService(logger, async (stopping) => {
  const close = WAYS[process.argv[2] ?? ''];
  if (!close) throw new Error('No such way');
  const started = close(stopping);
  logger.info('Running');
  return started;
});
