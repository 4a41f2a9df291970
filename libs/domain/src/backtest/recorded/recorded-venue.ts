import type { LegMarket } from '../../desk/book/position-leg.js';
import type { PairBooks } from '../../desk/observe/book-costs.js';
import { pairName } from '../../desk/observe/observation.js';
import type { LegCosts, LegOutcome, SentOrder } from '../../desk/perform/leg-executor.js';
import { paperOutcome } from '../../desk/perform/paper-outcome.js';
import type { Leg } from '../../desk/trade/fill-price.js';
import { TransientError } from '../../errors.js';
import type { BacktestVenue } from '../replay/backtest-stage.js';
import type { DeskRecording, RecordedAnswer, RecordedMarket } from './desk-recording.js';

const UNRECORDED = 'The recorded desk did not ask this: it did something else here';

/**
 * The exchange of a recording: each question gets the answer that the desk got to its question about the same market, in
 * their order. What an order gets of what it met is computed again, as paper does.
 */
export class RecordedVenue implements BacktestVenue {
  /** Books are walked: nothing is known of a price before slippage. */
  readonly met: ReadonlyMap<string, string> = new Map();
  private clockMs = -Infinity;
  private readonly answers = new Map<string, RecordedAnswer[]>();
  private readonly byCycle: ReadonlyMap<number, readonly RecordedAnswer[]>;

  constructor({ cycles }: DeskRecording) {
    this.byCycle = new Map(cycles.map(({ nowMs, answers }) => [nowMs, answers]));
  }

  /** What a cycle before left unasked is never an answer to this one. */
  beginAt(nowMs: number): void {
    if (nowMs === this.clockMs) return;
    this.clockMs = nowMs;
    this.answers.clear();
    for (const answer of this.byCycle.get(nowMs) ?? []) {
      const name = questionOf(answer);
      this.answers.set(name, [...(this.answers.get(name) ?? []), answer]);
    }
  }

  nowMs(): number {
    return this.clockMs;
  }

  exchangeTimeMs(): number {
    const answer = this.next('time');
    return answer?.kind === 'time' ? answer.atMs : this.clockMs;
  }

  books(legs: Readonly<Record<Leg, LegMarket>>): Promise<PairBooks | undefined> {
    const answer = this.next(`books ${pairName(legs)}`);
    return Promise.resolve(answer?.kind === 'books' ? answer.books : undefined);
  }

  price(market: LegMarket): Promise<string | undefined> {
    const answer = this.next(nameOf('price', market));
    if (answer?.kind !== 'price') return Promise.reject(new TransientError(UNRECORDED));
    if (answer.problem !== undefined) return Promise.reject(new TransientError(answer.problem));
    return Promise.resolve(answer.price);
  }

  submit(order: SentOrder, costs: LegCosts): Promise<LegOutcome> {
    const answer = this.next(nameOf('met', order.market));
    if (answer?.kind !== 'met') return rejected(UNRECORDED);
    const { met, atMs, problem } = answer;
    if (!met || atMs === undefined) return rejected(problem ?? 'The exchange said no price');
    return Promise.resolve(paperOutcome(met, order, costs, atMs));
  }

  status(): Promise<LegOutcome> {
    return rejected('It was never filled');
  }

  cancel(): Promise<LegOutcome> {
    return this.status();
  }

  openOrders(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  positions(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  balances(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  private next(question: string): RecordedAnswer | undefined {
    return this.answers.get(question)?.shift();
  }
}

function rejected(reason: string): Promise<LegOutcome> {
  return Promise.resolve({ kind: 'rejected', reason });
}

function questionOf(answer: RecordedAnswer): string {
  if (answer.kind === 'time') return 'time';
  return answer.kind === 'books' ? `books ${answer.pair}` : nameOf(answer.kind, answer.market);
}

function nameOf(kind: string, { venue, instrument, symbol }: RecordedMarket): string {
  return `${kind} ${venue} ${instrument} ${symbol}`;
}
