import type { Exchange } from '@fullcarry/exchange/exchange';
import type { RateLimiter, RequestUsage } from '@fullcarry/exchange/limits/rate-limiter';
import type { Bus } from '@fullcarry/platform/bus/bus';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Counter, Gauge } from 'prom-client';

/** What the fetcher stands on: the cluster of NATS, and the disk of an SQLite file. */
export function measureGround(bus: Bus, databaseUrl: string): void {
  new Gauge({
    name: 'fullcarry_nats_replicas_missing',
    help: 'Servers of the NATS cluster that should hold the stream and don’t, or are behind',
    labelNames: ['stream'],
    collect() {
      for (const [stream, missing] of bus.replicasMissing) this.set({ stream }, missing);
    },
  });
  if (!databaseUrl.startsWith('file:')) return;
  const folder = dirname(resolve(databaseUrl.slice('file:'.length)));
  new Gauge({
    name: 'fullcarry_disk_free_bytes',
    help: 'What is left for this user on the disk of the SQLite file',
    async collect() {
      const { bavail, bsize } = await statfs(folder);
      this.set(bavail * bsize);
    },
  });
}

/** What the fetcher asks of its exchanges, for each of their limits, read when Prometheus asks. */
export function measureExchanges(exchanges: readonly Exchange[]): void {
  const labelNames = ['exchange', 'gate'];
  const owners = new Map<RateLimiter, string>(
    exchanges.flatMap(({ id, limiters }) => limiters.map((limiter) => [limiter, id] as const)),
  );
  const limiters = [...owners.keys()];
  const labelsOf = (limiter: RateLimiter) => ({
    exchange: owners.get(limiter),
    gate: limiter.name,
  });
  const seen = new Map<RateLimiter, RequestUsage>();
  const requests = new Counter({
    name: 'fullcarry_exchange_requests_total',
    help: 'Requests sent to the exchange',
    labelNames,
    collect() {
      for (const limiter of limiters) {
        const now = limiter.usage();
        const before = seen.get(limiter);
        const labels = labelsOf(limiter);
        this.inc(labels, now.requestsTotal - (before?.requestsTotal ?? 0));
        failures.inc(labels, now.failuresTotal - (before?.failuresTotal ?? 0));
        holds.inc(labels, now.holdsTotal - (before?.holdsTotal ?? 0));
        seen.set(limiter, now);
      }
    },
  });
  const failures = new Counter({
    name: 'fullcarry_exchange_failures_total',
    help: 'Requests that did not bring a whole answer',
    labelNames,
  });
  const holds = new Counter({
    name: 'fullcarry_exchange_holds_total',
    help: 'Times that the exchange ordered a wait (rate limit, ban, maintenance); all rate limiters keep it, and each counts it',
    labelNames,
  });
  for (const limiter of limiters) requests.inc(labelsOf(limiter), 0);
  new Gauge({
    name: 'fullcarry_exchange_budget_used',
    help: 'What was used of the budget in the current window, 0 to 1',
    labelNames,
    collect() {
      for (const limiter of limiters) {
        const { inWindow, budget } = limiter.usage();
        this.set(labelsOf(limiter), budget === 0 ? 0 : inWindow / budget);
      }
    },
  });
  new Gauge({
    name: 'fullcarry_exchange_budget_requests',
    help: 'Requests, or units where requests are weighed, that this process may use in any window of the exchange’s limit',
    labelNames,
    collect() {
      for (const limiter of limiters) this.set(labelsOf(limiter), limiter.usage().budget);
    },
  });
}
