import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UpOptions } from '../up-options.js';

/** What a service of a copy that was killed may need to end. */
const LONGEST_END_MS = 6_000;

/** A port that a service needs is taken: the message says which, and how to choose another. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

interface NeededPort {
  readonly port: number;
  readonly host: string;
  readonly forWhat: string;
  readonly another: string;
}

/**
 * Makes sure that the services will find their ports free.
 *
 * `mayBeEnding`: a copy before was killed, so its services are waited for. Errors: PortTakenError.
 */
export async function requireFreePorts(options: UpOptions, mayBeEnding: boolean): Promise<void> {
  const untilMs = Date.now() + (mayBeEnding ? LONGEST_END_MS : 0);
  for (const needed of neededPorts(options)) {
    while (await isTaken(needed)) {
      if (Date.now() >= untilMs) {
        throw new PortTakenError(
          `Port ${needed.port} for ${needed.forWhat} is taken: stop what listens there (another copy of this?), or choose another with ${needed.another}`,
        );
      }
      await sleep(100);
    }
  }
}

function neededPorts(options: UpOptions): NeededPort[] {
  const { exchange, replayPort, port, metricsPort, deskMetricsPort, desk } = options;
  const page = { port, host: webHost(), forWhat: 'the page', another: '--port' };
  const replay = {
    port: replayPort,
    host: '127.0.0.1',
    forWhat: 'the replay exchange',
    another: '--replay-port',
  };
  const fetcher = {
    port: metricsPort,
    host: metricsHost(),
    forWhat: 'the health and metrics of the fetcher',
    another: '--metrics-port',
  };
  const ofDesk = {
    port: deskMetricsPort,
    host: metricsHost(),
    forWhat: 'the health and metrics of the desk',
    another: '--desk-metrics-port',
  };
  return [page, ...(exchange === 'replay' ? [replay] : []), fetcher, ...(desk ? [ofDesk] : [])];
}

/** Where the services listen that are not for the public. */
export function metricsHost(): string {
  return hostOf('METRICS_HOST');
}

/** Where the page listens. */
export function webHost(): string {
  return hostOf('HTTP_HOST');
}

function hostOf(variable: string): string {
  const set = process.env[variable]?.trim() ?? '';
  return set === '' ? '127.0.0.1' : set;
}

function isTaken({ port, host }: NeededPort): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    probe.listen(port, host, () => probe.close(() => resolve(false)));
  });
}
