import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { Bus } from '../bus/bus.js';
import { Lease } from './lease.js';
import type { Term } from './term.js';

const LEASE_MS = 2_000;

let nats: RunningNats;
let stop: AbortController;
const opened: Bus[] = [];

const logger = pino({ level: 'silent' });

/** One process that wants the lease, with a connection of its own. */
async function candidate(holder: string, leaseMs = LEASE_MS): Promise<{ lease: Lease; bus: Bus }> {
  const bus = await Bus.open({
    url: nats.url,
    replicas: 1,
    name: holder,
    logger,
    signal: stop.signal,
  });
  opened.push(bus);
  const lease = new Lease({
    bus,
    bucket: 'spec-lease',
    key: 'one',
    holder,
    leaseMs,
    logger,
    stopping: stop.signal,
  });
  return { lease, bus };
}

async function over(term: Term): Promise<void> {
  if (!term.ended.aborted) await once(term.ended, 'abort');
}

beforeEach(async () => {
  nats = await startNats();
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  for (const bus of opened.splice(0)) await bus.close();
  await nats.close();
});

describe('a lease', () => {
  it('is held by one of many that want it at once, and renewed for longer than it lasts', async () => {
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((name) => candidate(name, 3_000)));
    const terms: Term[] = [];
    const names: string[] = [];
    const waiting = all.map(async ({ lease }, index) => {
      terms.push(await lease.acquire());
      names.push('abcd'[index]!);
    });
    await Promise.race(waiting);
    const [term] = terms;
    expect(await term!.lastsFor(4_000)).toBe(true);
    expect(terms).toHaveLength(1);
    const others = all.filter(({ lease }) => lease.otherHolder !== undefined);
    expect(others.map(({ lease }) => lease.otherHolder)).toEqual([names[0], names[0], names[0]]);
    stop.abort(new Error('Stopped'));
    await expect(Promise.all(waiting)).rejects.toThrow();
  });

  it('that is given back is free at once', async () => {
    const first = await candidate('first');
    const second = await candidate('second');
    const term = await first.lease.acquire();
    const taken = second.lease.acquire();
    const startedMs = performance.now();
    await first.lease.release();
    expect(term.isHeld).toBe(false);
    expect((await taken).isHeld).toBe(true);
    // Not a figure about speed: it did not wait for the lease to run out, however busy the machine is.
    expect(performance.now() - startedMs).toBeLessThan(20 * LEASE_MS);
    expect(second.lease.otherHolder).toBeUndefined();
  });

  it('that is not renewed any more is over for its holder before another one has it', async () => {
    const dying = await candidate('dying');
    const next = await candidate('next');
    const term = await dying.lease.acquire();
    let overAtMs = Infinity;
    void over(term).then(() => (overAtMs = performance.now()));
    const taken = next.lease.acquire();
    await dying.bus.connection.close();
    expect((await taken).isHeld).toBe(true);
    expect(term.isHeld).toBe(false);
    expect(overAtMs).toBeLessThan(performance.now());
    expect(String(term.ended.reason)).toContain('not renewed in time');
  });

  it('of a process that could not run for a while is over before it does anything more', async () => {
    const frozen = await candidate('frozen');
    const term = await frozen.lease.acquire();
    const untilMs = performance.now() + LEASE_MS;
    while (performance.now() < untilMs);
    expect(term.isHeld).toBe(false);
  });

  it('is lost while NATS is gone, and had again when it is back', async () => {
    const { lease } = await candidate('only');
    const term = await lease.acquire();
    await nats.stop();
    await over(term);
    const again = lease.acquire();
    await nats.start();
    expect((await again).isHeld).toBe(true);
  });

  it('stays with its holder when NATS comes back with nothing in its store', async () => {
    const holder = await candidate('holder');
    const other = await candidate('other');
    const term = await holder.lease.acquire();
    let otherHasIt = false;
    const waiting = other.lease.acquire().then(() => (otherHasIt = true));
    while (other.lease.otherHolder !== 'holder') await term.lastsFor(10);
    await nats.stop();
    nats.wipe();
    await over(term);
    await nats.start();
    const again = await holder.lease.acquire();
    expect(await again.lastsFor(LEASE_MS)).toBe(true);
    expect(otherHasIt).toBe(false);
    stop.abort(new Error('Stopped'));
    await expect(waiting).rejects.toThrow('Stopped');
  });

  it('stays with its holder when the bucket is deleted, and no other takes it', async () => {
    const [one, other] = [await candidate('one', 3_000), await candidate('other', 3_000)];
    const term = await one.lease.acquire();
    const taking = other.lease.acquire();
    while (other.lease.otherHolder !== 'one') await sleep(20);
    const manager = await jetstreamManager(one.bus.connection);
    await manager.streams.delete('KV_spec-lease');
    expect(await term.lastsFor(4_000)).toBe(true);
    await one.lease.release();
    expect((await taking).isHeld).toBe(true);
  });
});
