import { pino, type Logger } from 'pino';
import { pretty } from './pretty-log.js';

export type { Logger };

export interface LogOptions {
  readonly service: string;
  readonly level: string;
  readonly format: 'pretty' | 'json';
}

/** A logger to standard output: one JSON object a line, or lines for people. */
export function createLogger({ service, level, format }: LogOptions): Logger {
  const options = { name: service, level };
  // Written at once: what is on its way when the process exits would be lost, or come after what followed.
  return pino(options, format === 'pretty' ? pretty() : pino.destination({ fd: 1, sync: true }));
}
