import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { nanos } from '@nats-io/transport-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { Budget, Share } from './budget-table.js';
import { Bus } from '../bus/bus.js';
import { SharedBudget, type Spender } from './shared-budget.js';

/** A short window, so that what left it is forgotten soon. */
const BUDGET = { most: 480, least: 1, windowMs: 1_020, sliceMs: 50 };

/** Does as much as it may, or nothing. */
class SpecSpender implements Spender {
  readonly name = 'x';
  most = 0;
  untilMs = -Infinity;
  heldUntilMs = -Infinity;
  notify: (holdMs: number) => void = () => undefined;
  /** When it did something, in a test of turns; elsewhere nothing counts. */
  readonly usedMs: number[] = [];

  constructor(readonly budget: Budget = BUDGET) {}

  spent() {
    const sinceMs = performance.now() - this.budget.windowMs;
    const used = this.usedMs.filter((atMs) => atMs > sinceMs).length;
    return { used, total: this.usedMs.length, isWaiting: true };
  }
  allow({ most }: Share, untilMs: number): void {
    this.most = most;
    this.untilMs = untilMs;
  }
  hold(holdMs: number): void {
    this.heldUntilMs = Math.max(this.heldUntilMs, performance.now() + holdMs);
  }
  heldForMs(): number {
    return Math.max(0, this.heldUntilMs - performance.now());
  }
  onHold(notify: (holdMs: number) => void): void {
    this.notify = notify;
  }
  get now(): number {
    return performance.now() < this.untilMs ? this.most : 0;
  }
}

interface Replica {
  readonly spender: SpecSpender;
  readonly budget: SharedBudget;
  readonly bus: Bus;
}

let nats: RunningNats;
let stop: AbortController;
const opened: Replica[] = [];
const logger = pino({ level: 'silent' });

async function replica({
  limit,
  ...options
}: {
  atMost?: number;
  hasOwnBudget?: boolean;
  hasOwnAddress?: boolean;
  role?: string;
  limit?: Budget;
} = {}) {
  const bus = await Bus.open({
    url: nats.url,
    replicas: 1,
    name: 'spec',
    logger,
    signal: stop.signal,
  });
  const spender = new SpecSpender(limit);
  const budget = SharedBudget.join({ role: 'spec', spender, bus, logger, ...options });
  const one = { spender, budget, bus };
  opened.push(one);
  return one;
}

const sharesOf = (all: readonly Replica[]) => all.map(({ spender }) => spender.now);

/** Waits for the shares; at no moment are they more than the budget together. */
async function shared(all: readonly Replica[], wanted: readonly number[]): Promise<void> {
  while (sharesOf(all).join() !== wanted.join()) {
    expect(sharesOf(all).reduce((sum, share) => sum + share)).toBeLessThanOrEqual(480);
    await sleep(10);
  }
}

beforeEach(async () => {
  nats = await startNats();
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  for (const { budget, bus } of opened.splice(0)) {
    await budget.leave();
    await bus.close();
  }
  await nats.close();
});

describe('a shared budget', () => {
  it('is divided by those who are there, as they come, leave and die', async () => {
    const first = await replica();
    await shared([first], [480]);
    const second = await replica();
    await shared([first, second], [240, 240]);
    const modest = await replica({ atMost: 30 });
    await shared([first, second, modest], [225, 225, 30]);
    await second.budget.leave();
    await shared([first, second, modest], [450, 0, 30]);
    // Its connection is cut: that is how a killed process looks to the others.
    await first.bus.connection.close();
    await shared([first, modest], [0, 30]);
    const fourth = await replica();
    await shared([fourth, modest], [450, 30]);
  });

  it('is nobody’s while NATS is away, and had again when it is back, with or without its store', async () => {
    const both = [await replica(), await replica()];
    await shared(both, [240, 240]);
    for (const isWiped of [false, true]) {
      await nats.stop();
      await shared(both, [0, 0]);
      if (isWiped) nats.wipe();
      await nats.start();
      await shared(both, [240, 240]);
    }
  });

  it('is given back at once also while the table is being written', async () => {
    const startedMs = performance.now();
    for (let times = 0; times < 6; times += 1) {
      const { budget } = await replica();
      await budget.leave();
    }
    // Six beats of 300 ms, when the goodbye waits for the next one.
    expect(performance.now() - startedMs).toBeLessThan(1_800);
  });

  it('is not believed in by a process that could not run for a while', async () => {
    const frozen = await replica();
    await shared([frozen], [480]);
    const untilMs = performance.now() + 1_300;
    while (performance.now() < untilMs);
    expect(frozen.spender.now).toBe(0);
    expect(frozen.budget.leader.isLeader).toBe(false);
    await shared([frozen], [480]);
  });

  it('passes a hold on to all behind one address at once, and to whoever comes later', async () => {
    const asked = await replica();
    const other = await replica();
    await shared([asked, other], [240, 240]);
    asked.spender.hold(600_000);
    asked.spender.notify(600_000);
    while (other.spender.heldForMs() === 0) await sleep(5);
    const late = await replica({ hasOwnBudget: true });
    const elsewhere = await replica({ hasOwnBudget: true, hasOwnAddress: true });
    await elsewhere.budget.joined(stop.signal);
    while (late.spender.heldForMs() === 0) await sleep(5);
    for (const { spender } of [other, late]) {
      expect(spender.heldForMs()).toBeGreaterThan(570_000);
      expect(spender.heldForMs()).toBeLessThanOrEqual(602_000);
    }
    expect(elsewhere.spender.heldForMs()).toBe(0);
  });

  it('keeps a hold for whoever comes when all that knew of it are gone, whatever their clocks say', async () => {
    const banned = await replica();
    await banned.budget.joined(stop.signal);
    banned.spender.hold(6_000);
    banned.spender.notify(6_000);
    const endMs = performance.now() + 6_000;
    await banned.budget.leave();
    await banned.bus.close();
    await nats.stop();
    await nats.start();
    await sleep(1_500);
    // The wall clock of the next one was corrected by a day.
    const ahead = jest
      .spyOn(Date, 'now')
      .mockImplementation(() => performance.timeOrigin + 86_400_000);
    const late = await replica();
    await late.budget.joined(stop.signal);
    ahead.mockRestore();
    const overMs = performance.now() + late.spender.heldForMs();
    expect(overMs).toBeGreaterThanOrEqual(endMs - 50);
    expect(overMs).toBeLessThan(endMs + 1_000);
    // One that comes after it, and after it is gone, learns no other end: not a later one either.
    await late.budget.leave();
    await late.bus.close();
    const later = await replica();
    await later.budget.joined(stop.signal);
    const laterOverMs = performance.now() + later.spender.heldForMs();
    expect(Math.abs(laterOverMs - endMs)).toBeLessThan(1_000);
    await sleep(endMs + 1_000 - performance.now());
    const free = await replica();
    await free.budget.joined(stop.signal);
    expect(free.spender.heldForMs()).toBe(0);
  });

  it('keeps a hold in a bucket that an earlier version made to forget within a minute', async () => {
    const bus = await Bus.open({
      url: nats.url,
      replicas: 1,
      name: 'old',
      logger,
      signal: stop.signal,
    });
    await new Kvm(bus.jetstream).create('budget', { ttl: 60_000 });
    const now = await replica();
    await now.budget.joined(stop.signal);
    const { config } = await (await jetstreamManager(bus.connection)).streams.info('KV_budget');
    expect(config.max_age).toBe(nanos(4 * 86_400_000));
    await bus.close();
  });

  it('goes round where there is only enough for one of them', async () => {
    const limit = { most: 1, least: 1, windowMs: 200, sliceMs: 100 };
    const all = [await replica({ limit }), await replica({ limit }), await replica({ limit })];
    while (all.some(({ spender }) => spender.usedMs.length < 2)) {
      for (const { spender } of all) {
        if (spender.now > spender.spent().used) spender.usedMs.push(performance.now());
      }
      await sleep(5);
    }
    const usedMs = all.flatMap(({ spender }) => spender.usedMs).sort((a, b) => a - b);
    usedMs.slice(1).forEach((atMs, i) => expect(atMs - usedMs[i]!).toBeGreaterThanOrEqual(200));
  });

  it('is all the others’ where one stands beside them with a budget of its own', async () => {
    const fetchers = [await replica(), await replica()];
    const desk = await replica({ hasOwnBudget: true });
    await desk.budget.joined(stop.signal);
    await sleep(700);
    await shared(fetchers, [240, 240]);
    await fetchers[1]!.budget.leave();
    await shared(fetchers, [480, 0]);
  });

  it('limits nobody where each has a budget of its own', async () => {
    const one = await replica({ hasOwnBudget: true });
    const other = await replica({ hasOwnBudget: true });
    await Promise.all([one, other].map(({ budget }) => budget.joined(stop.signal)));
    expect([one.spender.untilMs, other.spender.untilMs]).toEqual([-Infinity, -Infinity]);
    expect([one, other].filter(({ budget }) => budget.leader.isLeader)).toHaveLength(1);
  });
});

describe('the leader of a role', () => {
  it('is one of all, and another one when that is gone', async () => {
    const all = [await replica(), await replica(), await replica({ role: 'other' })];
    await Promise.all(all.map(({ budget }) => budget.joined(stop.signal)));
    const speaking = () => all.map(({ budget }) => budget.leader.isLeader);
    while (!speaking()[2]) await sleep(10);
    expect(speaking().slice(0, 2).filter(Boolean)).toHaveLength(1);
    const [leader, next] = speaking()[0] ? [all[0]!, all[1]!] : [all[1]!, all[0]!];
    const took: string[] = [];
    next.budget.leader.onLeading((how) => took.push(how));
    await leader.bus.connection.close();
    while (!next.budget.leader.isLeader) {
      expect(speaking().slice(0, 2).filter(Boolean).length).toBeLessThanOrEqual(1);
      await sleep(5);
    }
    expect(leader.budget.leader.isLeader).toBe(false);
    expect(took).toEqual(['instead']);
  });
});
