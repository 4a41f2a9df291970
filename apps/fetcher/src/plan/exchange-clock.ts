import { DomainError } from '@fullcarry/domain/errors';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { BusUnavailableError } from '@fullcarry/platform/bus/bus-unavailable-error';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { setTimeout as sleep } from 'node:timers/promises';
import { evidenceOf, type RetryPolicy } from '../fetch/retry-policy.js';
import type { SpotKeeper } from '../universe/spot-keeper.js';
import type { UniverseKeeper } from '../universe/universe-keeper.js';
import type { Announcements } from './announcements.js';

/** The exchange's time is asked again after this while windows are fetched. */
const TIME_HOLDS_MS = 10_000;

/** So long the rows wait for the lists of markets and tickers, which tell what is due. */
const LISTS_MS = 5_000;

interface ClockParts {
  readonly exchange: Pick<Exchange, 'serverTimeMs'>;
  readonly retryPolicy: RetryPolicy;
  readonly universe: Pick<UniverseKeeper, 'keep' | 'reconsider'>;
  readonly announcements: Pick<Announcements, 'observe'>;
  readonly spots: Pick<SpotKeeper, 'keep'>;
  readonly logger: Logger;
}

interface ReadTime {
  readonly exchangeMs: number;
  readonly localMs: number;
  /** How often it had been asked again before this was on its way. */
  readonly asked: number;
}

/** The exchange's time, for which all that is wanted is computed, and what the exchange lists and announces at it. */
export class ExchangeClock {
  private last: ReadTime | undefined;
  private asked = 0;
  private observing: Promise<void> | undefined;

  constructor(
    private readonly parts: ClockParts,
    private readonly stopping: AbortSignal,
  ) {}

  /** The next time is asked for, however lately it was answered: also when an answer is on its way, which may be older. */
  askAgain(): void {
    this.asked += 1;
  }

  /**
   * Epoch ms. With it the markets and the announcements are brought up to date: but when these can't be had, the rows
   * of the markets that are known still can; so they are waited for only while no market is (`isAnyKnown`).
   */
  async nowMs(isAnyKnown: boolean): Promise<number> {
    const { asked, last } = this;
    if (last?.asked === asked && performance.now() - last.localMs < TIME_HOLDS_MS) {
      return last.exchangeMs;
    }
    const { exchange, retryPolicy } = this.parts;
    // Before the tickers: a schedule that is older than the time would leave out what fell due between.
    const exchangeMs = await retryPolicy.ask({ asked: 'time' }, () => exchange.serverTimeMs());
    this.observing ??= this.observe(exchangeMs).finally(() => (this.observing = undefined));
    if (isAnyKnown) await Promise.race([this.observing.catch(this.noteUnobserved), listsWait()]);
    else await this.observing;
    this.last = { exchangeMs, localMs: performance.now(), asked };
    return exchangeMs;
  }

  private async observe(exchangeMs: number): Promise<void> {
    const { universe, announcements, spots } = this.parts;
    const lists = await universe.keep(exchangeMs);
    const gone = await announcements.observe(exchangeMs, lists);
    if (gone.length > 0) universe.reconsider();
    await spots.keep(exchangeMs);
  }

  private readonly noteUnobserved = (error: unknown): void => {
    if (this.stopping.aborted) return;
    if (!(error instanceof DomainError || error instanceof BusUnavailableError)) throw error;
    this.parts.logger.warn(
      evidenceOf(error),
      'The markets or their tickers could not be had; the history of those that are known goes on',
    );
  };
}

function listsWait(): Promise<void> {
  return sleep(LISTS_MS, undefined, { ref: false });
}
