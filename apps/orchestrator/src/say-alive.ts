import { ServiceAliveV1 } from '@fullcarry/contracts/service-alive-v1';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Bus } from '@fullcarry/platform/bus';
import type { Health } from '@fullcarry/platform/health';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const EVERY_MS = 5_000;

const manifest = z.object({ version: z.string() });

/** Says every few seconds that this process is there, and how it is; returns how to end that. */
export function sayAlive(about: {
  readonly instance: string;
  readonly bus: Bus;
  readonly health: Health;
  readonly exchange: Exchange;
}): () => void {
  const { instance, bus, health, exchange } = about;
  const startedAtMs = Date.now();
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = manifest.parse(JSON.parse(text));
  const say = () => {
    const { inWindow, budget, heldUntilMs, ...totals } = exchange.usage();
    bus.tell(ServiceAliveV1.subject, ServiceAliveV1, {
      v: 1,
      atMs: Date.now(),
      service: 'orchestrator',
      instance,
      version,
      startedAtMs,
      everySeconds: EVERY_MS / 1_000,
      checks: health.report().checks.map(({ name, up, detail }) => ({
        name,
        up,
        detail: detail ?? null,
      })),
      requests: {
        exchange: exchange.id,
        requestsTotal: totals.requestsTotal,
        failuresTotal: totals.failuresTotal,
        holdsTotal: totals.holdsTotal,
        budgetUsed: budget === 0 ? 0 : inWindow / budget,
        heldUntilMs: heldUntilMs ?? null,
      },
    });
  };
  say();
  const timer = setInterval(say, EVERY_MS);
  return () => clearInterval(timer);
}
