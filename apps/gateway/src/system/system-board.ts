import type { ServiceState, SystemState } from '@fullcarry/contracts/http/data/system-route';
import { ServiceAliveV1, type ServiceAlive } from '@fullcarry/contracts/facts/service-alive-v1';
import type { Bus } from '@fullcarry/platform/bus/bus';
import type { StoreAccess } from '../store/store-access.js';

/** A service that is not heard this many times in a row is silent, and after a while forgotten. */
const MOST_MISSED = 3;
const FORGOTTEN_AFTER_MS = 15 * 60_000;

/** Instances that are kept: more than any stack has, and an end for what somebody else may say. */
const MOST_INSTANCES = 200;

/** Which processes there are, and what this gateway hangs on. */
export class SystemBoard {
  private readonly alive = new Map<string, { fact: ServiceAlive; heardAtMs: number }>();
  private reconnects = 0;

  constructor(
    private readonly store: StoreAccess,
    private readonly bus: () => Bus | undefined,
    private readonly socketClients: () => number,
  ) {}

  hear(payload: unknown, heardAtMs: number): void {
    const fact = ServiceAliveV1.schema.safeParse(payload).data;
    if (!fact) return;
    const name = `${fact.service} ${fact.instance}`;
    if (!this.alive.has(name) && this.alive.size >= MOST_INSTANCES) return;
    this.alive.set(name, { fact, heardAtMs });
  }

  countReconnect(): void {
    this.reconnects += 1;
  }

  now(): SystemState {
    const bus = this.bus();
    const natsUp = bus?.connected ?? false;
    const nowMs = Date.now();
    for (const [name, { heardAtMs }] of this.alive) {
      if (nowMs - heardAtMs > FORGOTTEN_AFTER_MS) this.alive.delete(name);
    }
    return {
      services: [...this.alive.values()].map((one) => serviceState(one, nowMs)).sort(byName),
      nats: {
        up: natsUp,
        version: natsUp ? (bus?.connection.info?.version ?? null) : null,
        reconnects: this.reconnects,
      },
      database: {
        up: this.store.trouble === undefined,
        kind: this.store.kind,
        detail: this.store.trouble ?? null,
      },
      socketClients: this.socketClients(),
    };
  }
}

function serviceState(
  { fact, heardAtMs }: { fact: ServiceAlive; heardAtMs: number },
  nowMs: number,
): ServiceState {
  const { v: _v, ...rest } = fact;
  return { ...rest, silent: nowMs - heardAtMs > MOST_MISSED * fact.everySeconds * 1000 };
}

function byName(a: ServiceState, b: ServiceState): number {
  return a.service.localeCompare(b.service) || a.startedAtMs - b.startedAtMs;
}
