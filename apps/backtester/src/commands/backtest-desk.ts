import type { BacktestWish } from '@fullcarry/contracts/backtest/backtest-wish';
import type { SweepWish } from '@fullcarry/contracts/backtest/sweep-wish';
import { isOver } from '@fullcarry/contracts/facts/backtest-progress-v1';
import { backtestJobSubject, type JobBacktest } from '@fullcarry/contracts/jobs/job-backtest-v1';
import {
  BacktestCancelledV1,
  type BacktestCancelCommandV1,
  type BacktestRunCommandV1,
} from '@fullcarry/contracts/commands/backtest-commands-v1';
import { JOBS_STREAM } from '@fullcarry/contracts/transport/streams';
import { canonicalJson } from '@fullcarry/domain/backtest/result/canonical-json';
import { PermanentError } from '@fullcarry/domain/errors';
import { chosenMarkets } from '@fullcarry/history/backtest/chosen-markets';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { sha256 } from '@fullcarry/history/proof/certify-series';
import type { Bus } from '@fullcarry/platform/bus/bus';
import type { WorkQueue } from '@fullcarry/platform/bus/work-queue';
import type { z } from 'zod';
import type { BacktestFacts } from '../run/backtest-facts.js';
import { askedOfWish } from './asked-of-wish.js';
import { askedSweepOf } from './asked-sweep-of.js';

export interface BacktestDeskParts {
  readonly database: Database;
  readonly bus: Bus;
  readonly queue: WorkQueue<JobBacktest>;
  readonly facts: BacktestFacts;
  /** How many may wait or be run at once; two who ask in the same moment may pass it by one. */
  readonly mostQueued: number;
}

type Queued = z.output<typeof BacktestRunCommandV1.reply>;

/** Takes backtests and sweeps to be run, and takes them back. */
export class BacktestDesk {
  constructor(private readonly parts: BacktestDeskParts) {}

  /** Errors: PermanentError where it can't be asked for, or too many wait. */
  async queue(wish: BacktestWish): Promise<Queued> {
    return this.put({ asked: await this.askedOf(wish) });
  }

  /** One job, however many runs it has: whoever takes it does it on all of its threads. Errors: the same. */
  async queueSweep(wish: SweepWish): Promise<Queued> {
    const asked = await this.askedOf(wish.backtest);
    return this.put({ asked, sweep: askedSweepOf(wish, asked) });
  }

  private async askedOf(wish: BacktestWish): Promise<JobBacktest['asked']> {
    const all = await new MarketStore(this.parts.database).allSeries();
    return askedOfWish(wish, chosenMarkets(all, wish.symbols, wish.exchange));
  }

  private async put(what: Pick<JobBacktest, 'asked' | 'sweep'>): Promise<Queued> {
    const { bus, queue, facts, mostQueued } = this.parts;
    const { asked, sweep } = what;
    // A single run keeps the name that it had before there were sweeps.
    const id = sha256(canonicalJson(sweep ? { asked, sweep } : asked));
    const job: JobBacktest = { v: 1, id, askedAtMs: Date.now(), ...what };
    const queued = await queue.size();
    const subject = backtestJobSubject(job);
    if ((await bus.retained(JOBS_STREAM.name, subject)) !== undefined) {
      return { v: 1, id: job.id, isNew: false, queued };
    }
    if (queued >= mostQueued) {
      throw new PermanentError(
        `${queued} backtests wait or are being run, as many as may: try again when some are done`,
      );
    }
    // Published before, since whoever takes it publishes the next state.
    await facts.publish(job, { state: 'queued' });
    const isNew = await queue.put(job);
    return { v: 1, id: job.id, isNew, queued: queued + 1 };
  }

  /** Errors: PermanentError where none is known by that id, or it is over. */
  async cancel(id: string): Promise<z.output<typeof BacktestCancelCommandV1.reply>> {
    const { bus, facts } = this.parts;
    const last = await facts.last(id);
    if (!last) throw new PermanentError(`No backtest is known by the id ${id}`);
    if (isOver(last.state)) throw new PermanentError(`The backtest is over: ${last.state}`);
    // First out of the queue: whoever asks the same again meanwhile puts it there after that.
    await bus.purge(JOBS_STREAM.name, backtestJobSubject({ id }));
    await facts.publishAgain(last, { state: 'cancelled', reason: 'A person gave it up' });
    bus.publishWithoutAck(BacktestCancelledV1.subject, BacktestCancelledV1, { v: 1, id });
    return { v: 1, id, state: 'cancelled' };
  }
}
