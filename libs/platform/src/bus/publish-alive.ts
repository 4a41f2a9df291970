import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bus, Sendable } from './bus.js';
import type { Health } from '../service/health.js';
import { packageFolder } from '../service/package-folder.js';

const ALIVE_EVERY_SECONDS = 5;

/** What tells one process from all others. */
export interface ProcessIdentity {
  /** Host and process number. */
  readonly instance: string;
  readonly version: string;
  readonly startedAtMs: number;
}

/** All parts of the program have one version. */
export const VERSION = z
  .object({ version: z.string() })
  .parse(
    JSON.parse(readFileSync(join(packageFolder(import.meta.dirname), 'package.json'), 'utf8')),
  ).version;

export const thisProcess: ProcessIdentity = {
  instance: `${hostname()}-${process.pid}`,
  version: VERSION,
  startedAtMs: Math.round(performance.timeOrigin),
};

/** What every service says of itself: which process it is, and what its readiness hangs on. */
export function heartBeat(service: string, health: Health) {
  return {
    atMs: Date.now(),
    service,
    ...thisProcess,
    everySeconds: ALIVE_EVERY_SECONDS,
    checks: health
      .report()
      .checks.map(({ name, up, detail }) => ({ name, up, detail: detail ?? null })),
  };
}

/** Publishes at once and then every few seconds that this process is there; returns how to stop. */
export function publishAlive<Payload>(
  bus: Bus,
  message: Sendable<Payload> & { readonly subject: string },
  payload: () => Payload,
): () => void {
  const publish = () => bus.publishWithoutAck(message.subject, message, payload());
  publish();
  const timer = setInterval(publish, ALIVE_EVERY_SECONDS * 1000);
  return () => clearInterval(timer);
}
