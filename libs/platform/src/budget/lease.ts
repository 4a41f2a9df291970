import type { KV, KvEntry } from '@nats-io/kv';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Bus } from '../bus/bus.js';
import { inTime } from '../service/in-time.js';
import { Term } from './term.js';

export interface LeaseOptions {
  readonly bus: Bus;
  /** A bucket of NATS' key-value store; it is made where it is not there. */
  readonly bucket: string;
  readonly key: string;
  /** What people call this process. */
  readonly holder: string;
  /** How long a lease that is not renewed is left alone. */
  readonly leaseMs: number;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
}

/** `holder` for people, `id` of one process. */
const owner = z.object({ holder: z.string(), id: z.string() });

const RENEWALS_PER_LEASE = 6;
const TRIES_PER_LEASE = 12;

/**
 * A lease that one of many processes holds, in a bucket of NATS' key-value store.
 *
 * Each write names the revision that it replaces, so of two only one succeeds. Nobody compares clocks: who
 * wants the lease takes it when its revision has not changed for `leaseMs` by the taker's own monotonic
 * clock, and the holder stops believing in it two thirds of that after the last renewal was *sent*. A
 * holder that is frozen and wakes up finds its term over. What it had already sent to somebody else by
 * then, only that somebody can refuse.
 */
export class Lease {
  /** What people call the other one that holds it; undefined while nobody or this process does. */
  otherHolder: string | undefined;
  private readonly id = randomUUID();
  private readonly value: string;
  /** The other's last write, and when this process first saw it. */
  private sighted: { readonly write: string; readonly sinceMs: number } | undefined;
  private term: Term | undefined;
  private keeping: Promise<void> = Promise.resolve();
  private opened: Promise<KV> | undefined;
  private isOpening = false;

  constructor(private readonly options: LeaseOptions) {
    this.value = JSON.stringify({ holder: options.holder, id: this.id });
  }

  /**
   * Waits until this process holds the lease, however long that takes, and renews it from then on.
   *
   * Errors: the signal's reason when it aborts.
   */
  async acquire(): Promise<Term> {
    const { stopping, leaseMs } = this.options;
    for (;;) {
      stopping.throwIfAborted();
      const term = await this.unlessAway(() => this.take());
      if (term) {
        this.term = term;
        this.keeping = this.keep(term);
        return term;
      }
      await sleep(leaseMs / TRIES_PER_LEASE, undefined, { signal: stopping }).catch(
        () => undefined,
      );
    }
  }

  /** Gives the lease back, so that another one need not wait for it to run out. */
  async release(): Promise<void> {
    if (!this.term?.isHeld) return;
    this.term.end('given back');
    await this.keeping;
    await this.unlessAway(async () => {
      const bucket = await this.bucket();
      const entry = await bucket.get(this.options.key);
      if (!entry || !this.isOurs(entry)) return;
      await bucket.delete(this.options.key, { previousSeq: entry.revision });
    });
  }

  /** Renews the term until it is over: it ran out, another one has it, or it was given back. */
  private async keep(term: Term): Promise<void> {
    while (await term.lastsFor(this.options.leaseMs / RENEWALS_PER_LEASE)) {
      const sentMs = performance.now();
      const answer = await this.unlessAway(() => this.renew());
      if (answer === 'taken') term.end('taken by another one');
      else if (answer === 'renewed') term.renew(sentMs + this.validMs);
    }
  }

  private async renew(): Promise<'renewed' | 'taken'> {
    const bucket = await this.bucket();
    // Read first: what was sent before may have arrived although no answer came.
    const entry = await bucket.get(this.options.key);
    if (isPut(entry) && !this.isOurs(entry)) return 'taken';
    await this.write(bucket, entry);
    return 'renewed';
  }

  private async take(): Promise<Term | undefined> {
    const bucket = await this.bucket();
    const entry = await bucket.get(this.options.key);
    if (!this.isUnheld(entry) && this.seenForMs(entry) < this.options.leaseMs) {
      this.otherHolder = isPut(entry) ? ownerOf(entry).holder : undefined;
      return undefined;
    }
    const sentMs = performance.now();
    await this.write(bucket, entry);
    this.otherHolder = undefined;
    return new Term(sentMs + this.validMs);
  }

  private isUnheld(entry: KvEntry | null): boolean {
    const wasGivenBack = entry !== null && !isPut(entry);
    const wasNeverHeld = entry === null && this.sighted === undefined;
    return wasGivenBack || wasNeverHeld || this.isOurs(entry);
  }

  /** For how long this very write of the other's has been seen; a new one is noted, and counts from now on. */
  private seenForMs(entry: KvEntry | null): number {
    // A store that was lost with its server forgets a holder who still believes in its term.
    // And its revisions begin anew, so that the revision alone does not tell two writes apart.
    const write = entry ? `${entry.revision} of ${entry.created.toISOString()}` : 'none';
    const nowMs = performance.now();
    if (this.sighted?.write !== write) this.sighted = { write, sinceMs: nowMs };
    return nowMs - this.sighted.sinceMs;
  }

  private isOurs(entry: KvEntry | null): boolean {
    return isPut(entry) && ownerOf(entry).id === this.id;
  }

  /** Errors: when anything was written since `entry` was read. */
  private async write(bucket: KV, entry: KvEntry | null): Promise<void> {
    await bucket.put(this.options.key, this.value, {
      previousSeq: entry?.revision ?? 0,
      timeout: this.answerMs,
    });
  }

  private bucket(): Promise<KV> {
    this.opened ??= this.open();
    return this.opened;
  }

  private async open(): Promise<KV> {
    this.isOpening = true;
    try {
      return await this.options.bus.ensureBucket(this.options.bucket);
    } finally {
      this.isOpening = false;
    }
  }

  /** undefined when NATS did not do it, or not in time; what it did all the same, the next try shows. */
  private async unlessAway<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await inTime(work(), this.answerMs);
    } catch (error) {
      this.options.logger.debug({ err: error }, 'The lease could not be read or written');
      // The bucket may have been lost with its server; what asks for it then gets no answer.
      // One that is being made may take longer than an answer, and is waited for by the next try.
      if (!this.isOpening) this.opened = undefined;
      return undefined;
    }
  }

  private get validMs(): number {
    return (this.options.leaseMs * 2) / 3;
  }

  private get answerMs(): number {
    return this.options.leaseMs / RENEWALS_PER_LEASE;
  }
}

function isPut(entry: KvEntry | null): entry is KvEntry {
  return entry?.operation === 'PUT';
}

function ownerOf(entry: KvEntry): z.output<typeof owner> {
  return owner.parse(entry.json());
}
