import pinoPretty from 'pino-pretty';

/** In the same thread: a worker's lines would be lost when the process ends. */
export function pretty() {
  return pinoPretty({
    ignore: 'pid,hostname',
    translateTime: 'UTC:HH:MM:ss',
    sync: true,
  });
}
