import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UpOptions } from './up-options.js';

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

function neededPorts({ exchange, replayPort }: UpOptions): NeededPort[] {
  const replay = {
    port: replayPort,
    host: '127.0.0.1',
    forWhat: 'the replay exchange',
    another: '--replay-port',
  };
  const metrics = {
    port: metricsPort(),
    host: metricsHost(),
    forWhat: 'the health and metrics of the fetcher',
    another: 'METRICS_PORT',
  };
  return exchange === 'replay' ? [replay, metrics] : [metrics];
}

/** Where the fetcher will listen; a wrong value it refuses itself, with its own words. */
export function metricsPort(): number {
  const set = process.env.METRICS_PORT?.trim() ?? '';
  return /^\d+$/.test(set) && Number(set) <= 65_535 ? Number(set) : 9101;
}

export function metricsHost(): string {
  const set = process.env.METRICS_HOST?.trim() ?? '';
  return set === '' ? '127.0.0.1' : set;
}

function isTaken({ port, host }: NeededPort): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    probe.listen(port, host, () => probe.close(() => resolve(false)));
  });
}
