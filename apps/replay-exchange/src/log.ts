import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';

/** `LOG_FORMAT` pretty or json; left out, pretty where a person looks on. */
export function createLogger(environment: NodeJS.ProcessEnv): Logger {
  const isPretty =
    (environment['LOG_FORMAT'] ?? (process.stdout.isTTY ? 'pretty' : 'json')) === 'pretty';
  const options = { name: 'replay-exchange', level: environment['LOG_LEVEL'] ?? 'info' };
  // Written at once: the line with the port must be out before anybody waits for it.
  return isPretty ? pino(options, pretty({ sync: true, ignore: 'pid,hostname' })) : pino(options);
}
