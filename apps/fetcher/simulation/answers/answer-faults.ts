import { PermanentError, TransientError, type DomainError } from '@fullcarry/domain/errors';
import type { RowShape } from '@fullcarry/domain/series';
import { DAY_MS } from '@fullcarry/domain/time-window';
import type { OneAnswerFault, WorldEvent } from '../time-line/world-event.js';

/** What goes wrong with answers. A fault that hits a number of answers is used up by them. */
export class AnswerFaults {
  private readonly answersLeft = new Map<OneAnswerFault, number>();

  constructor(private readonly events: readonly WorldEvent[]) {
    for (const event of events) {
      if (hitsOneAnswer(event)) this.answersLeft.set(event, answersOf(event));
    }
  }

  /** The error of every question at an instant; undefined when the exchange is up. */
  outageAt(nowMs: number): TransientError | undefined {
    const isDown = this.events.some(
      (event) => event.kind === 'exchange-outage' && event.atMs <= nowMs && nowMs < event.untilMs,
    );
    return isDown ? new TransientError('The exchange is down') : undefined;
  }

  /** The error of each question for a listing's series at an instant; undefined when there is none. */
  failureAt(on: string, series: RowShape, nowMs: number): DomainError | undefined {
    for (const event of this.events) {
      if (event.kind !== 'market-failing' || event.on !== on) continue;
      if (event.series !== 'both' && event.series !== series) continue;
      if (nowMs < event.atMs || event.untilMs <= nowMs) continue;
      return event.how === 'transient'
        ? new TransientError('The exchange answers with an error of its own', { on, series })
        : new PermanentError(
            'The exchange refuses this request',
            { on, series },
            { scope: 'request' },
          );
    }
    return undefined;
  }

  /** The oldest instant that can be asked for. */
  historyFromMs(on: string, nowMs: number): number {
    const cuts = this.events.flatMap((event) =>
      event.kind === 'history-cut' &&
      (event.on ?? on) === on &&
      event.atMs <= nowMs &&
      nowMs < event.untilMs
        ? [nowMs - event.days * DAY_MS]
        : [],
    );
    return Math.max(0, ...cuts);
  }

  /** The instant as of which the ticker of a listing is. */
  tickerOfMs(on: string, nowMs: number): number {
    const stale = this.events
      .filter((event) => event.kind === 'ticker-stale')
      .find((event) => event.on === on && event.atMs <= nowMs && nowMs < event.untilMs);
    return stale ? stale.atMs - 1 : nowMs;
  }

  /** The faults that may hit an answer about a listing's series now. Say `hit` of the one that does. */
  waiting(on: string, series: RowShape, nowMs: number): OneAnswerFault[] {
    return [...this.answersLeft.keys()].filter(
      (event) =>
        event.on === on && event.series === series && event.atMs <= nowMs && nowMs < event.untilMs,
    );
  }

  /** One answer more was hit. */
  hit(fault: OneAnswerFault): void {
    const left = (this.answersLeft.get(fault) ?? 0) - 1;
    if (left > 0) this.answersLeft.set(fault, left);
    else this.answersLeft.delete(fault);
  }
}

function hitsOneAnswer(event: WorldEvent): event is OneAnswerFault {
  switch (event.kind) {
    case 'row-given-once':
    case 'bad-answer':
    case 'page-empty':
    case 'page-cut':
      return true;
    default:
      return false;
  }
}

function answersOf(fault: OneAnswerFault): number {
  return 'answers' in fault ? fault.answers : 1;
}
