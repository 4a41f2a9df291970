import { JetStreamApiError } from '@nats-io/jetstream';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import {
  isLive,
  newTable,
  NOTHING,
  SHARE_LASTS_MS,
  shareOf,
  takenBy,
  type Budget,
  type BudgetTable,
  type Member,
  type Share,
} from './budget-table.js';
import type { Bus } from '../bus/bus.js';
import { KeptTable, type FoundTable } from '../bus/kept-table.js';
import { Wake } from '../service/wake.js';
import { SharedHold, type Holdable } from './shared-hold.js';
import { Sightings } from './sightings.js';
import { Leader } from './leader.js';
import { PlaceInQueue, type Spent } from './turns.js';

/** What a process does by itself with its share. */
export interface Spender extends Holdable {
  readonly budget: Budget;
  spent(): Spent;
  /** From now on at most `share.most` in any window, as if it were `share.even`; nothing from `untilMs` (performance). */
  allow(share: Share, untilMs: number): void;
}

export interface SharedBudgetOptions {
  /** What this process is; of the processes of one role one is the leader. */
  readonly role: string;
  readonly spender: Spender;
  /** This process wants no more than this in any window. */
  readonly atMost?: number | undefined;
  /** This process has a budget of its own and takes nothing of the others': the table says that it is there. */
  readonly hasOwnBudget?: boolean | undefined;
  /** This process has an address of its own: a hold of the others is not for it, nor its for them. */
  readonly hasOwnAddress?: boolean | undefined;
  readonly bus: Bus;
  readonly logger: Logger;
}

/** A table that nobody wrote to for so long has only dead members; what it says of a hold is still true. */
const MEMBERS_KEPT_MS = 60_000;
const BEAT_MS = 300;
const MOST_TRIES = 8;
const LONGEST_LEAVE_MS = 1_000;

/**
 * One budget for all processes that take part, in one table in NATS' key-value store.
 *
 * Every write of the table names the revision that it replaces, so the table is one line of states, in each
 * of which the parts add up to no more than the budget. A process lowers what it does before it writes
 * less, and does more only after it wrote more. It believes in its part for a while from before the write
 * was sent, by its own monotonic clock; the others leave it alone a little longer, from when they saw the
 * write. So no clocks are compared, a process without NATS does nothing, and one that was frozen finds its
 * time over when it wakes (docs/adr/0009-one-rate-budget.md).
 */
export class SharedBudget {
  /** Whether this process is the leader of its role: the same table tells. */
  readonly leader: Leader;
  private readonly id = randomUUID();
  private readonly sightings = new Sightings();
  private readonly stopping = new AbortController();
  private me: Member;
  private readonly place = new PlaceInQueue();
  private share = NOTHING;
  private untilMs = -Infinity;
  private isIn = false;
  private processes = 0;
  private readonly kept: KeptTable;
  private readonly wake = new Wake();
  /** Undefined where this process has an address of its own. */
  private readonly hold: SharedHold | undefined;
  private readonly loop: Promise<void>;

  private constructor(private readonly options: SharedBudgetOptions) {
    const { role, atMost, bus, hasOwnAddress, hasOwnBudget } = options;
    this.me = {
      id: this.id,
      role,
      beat: 0,
      held: 0,
      atMost: atMost ?? null,
      hasOwnBudget,
      left: false,
      holdMs: 0,
    };
    this.leader = new Leader(this.id, role);
    bus.onReconnect(() => this.wake.now());
    this.hold = hasOwnAddress ? undefined : new SharedHold(this.id, options, () => this.wake.now());
    this.kept = new KeptTable(bus, options.spender);
    this.loop = this.run();
  }

  /**
   * Takes part from now on; the share comes as the others make room, that of a process with a budget of its own
   * at once and for good.
   */
  static join(options: SharedBudgetOptions): SharedBudget {
    return new SharedBudget(options);
  }

  /** Resolves when this process stands in the table for the first time. Errors: the signal's reason. */
  async joined(signal: AbortSignal): Promise<void> {
    while (!this.isIn) await sleep(20, undefined, { signal });
  }

  /** Does nothing more, and says so to the others as long as NATS is there. */
  async leave(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.publishGoodbye(), sleep(LONGEST_LEAVE_MS, undefined, { ref: false })]);
  }

  private async publishGoodbye(): Promise<void> {
    await this.loop;
    this.untilMs = -Infinity;
    this.leader.leave();
    if (this.isIn && this.options.bus.connected) await this.unlessAway(() => this.write(true));
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.unlessAway(() => this.write(false));
      await this.wake.wait(BEAT_MS, this.stopping.signal);
    }
  }

  /** Writes this process's line; again at once when somebody else was faster. */
  private async write(isLeaving: boolean): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.writeOnce(isLeaving);
        return;
      } catch (error) {
        if (tries === MOST_TRIES || !isOutrun(error)) throw error;
        await sleep(Math.random() * 10 * tries);
      }
    }
  }

  private async writeOnce(isLeaving: boolean): Promise<void> {
    const { revision, table } = await (this.isIn ? this.kept.read() : this.readFirst());
    const others = table.members.filter(({ id }) => id !== this.id);
    this.sightings.see(others);
    this.hold?.keep(others, this.sightings.unchangedMs);
    const share = isLeaving ? NOTHING : this.shareNow(others);
    const next = this.tableWith(table, this.lowered(table, share, isLeaving));
    const sentMs = performance.now();
    await this.kept.write(next, revision);
    if (!isLeaving) this.take(share, sentMs + SHARE_LASTS_MS, next);
  }

  /** The table of those who were here before, perhaps long ago: what they published of a hold is kept. */
  private async readFirst(): Promise<FoundTable> {
    const found = await this.kept.readFirst();
    this.hold?.resume(found.table.members);
    return found.ageMs > MEMBERS_KEPT_MS ? { ...found, table: newTable() } : found;
  }

  private shareNow(others: readonly Member[]): Share {
    const { hasOwnBudget, spender } = this.options;
    if (hasOwnBudget) return NOTHING;
    this.me = { ...this.me, turn: this.place.next(others, spender.spent(), spender.budget) };
    return shareOf(this.me, others, this.sightings.unchangedMs, spender.budget);
  }

  /** Does no more than what is about to be written, and never less is written than what was done. */
  private lowered(table: BudgetTable, share: Share, isLeaving: boolean): Member {
    const { spender, hasOwnBudget } = this.options;
    this.share = { even: share.even, most: Math.min(this.share.most, share.most) };
    if (!hasOwnBudget) spender.allow(this.share, this.untilMs);
    const done = hasOwnBudget ? 0 : spender.spent().used;
    // A write whose answer did not come may have arrived: the same beat twice would look like none.
    const written = table.members.find(({ id }) => id === this.id)?.beat ?? 0;
    this.me = {
      ...this.me,
      beat: Math.max(this.me.beat, written) + 1,
      held: Math.max(share.most, done),
      left: isLeaving,
      holdMs: this.hold?.restMs ?? 0,
    };
    return this.me;
  }

  /** In the order of coming; whoever was silent for too long comes last again, and what is over goes. */
  private tableWith(table: BudgetTable, me: Member): BudgetTable {
    const { budget } = this.options.spender;
    const isStillThere = performance.now() < this.untilMs;
    const kept = table.members.filter((one) => {
      if (one.id === this.id) return isStillThere;
      const unchangedMs = this.sightings.unchangedMs(one);
      return isLive(one, unchangedMs) || takenBy(one, unchangedMs, budget) > 0;
    });
    const members = kept.map((one) => (one.id === this.id ? me : one));
    return { v: 1, members: members.includes(me) ? members : [...members, me] };
  }

  private take(share: Share, untilMs: number, { members }: BudgetTable): void {
    const { hasOwnBudget, spender } = this.options;
    this.share = share;
    this.untilMs = untilMs;
    if (!hasOwnBudget) spender.allow(share, untilMs);
    const live = members.filter(
      (one) => one.id === this.id || isLive(one, this.sightings.unchangedMs(one)),
    );
    this.note(live.length);
    this.isIn = true;
    this.leader.follow(live, untilMs);
  }

  private note(processes: number): void {
    if (processes === this.processes) return;
    this.processes = processes;
    const { hasOwnBudget, logger, spender } = this.options;
    if (hasOwnBudget) return;
    const { name, budget } = spender;
    const { most, windowMs } = budget;
    logger.info({ name, processes, most, windowMs }, 'The rate budget is divided anew');
  }

  private async unlessAway(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.options.logger.debug({ err: error }, 'The rate budget can’t be divided now');
      // The bucket may have been lost with its server.
      this.kept.forget();
    }
  }
}

/** JetStream's answer when somebody else wrote since the table was read. */
function isOutrun(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.code === 10_071;
}
