import { modeAfter, type ModeAsked } from '@fullcarry/domain/desk/modes/mode';
import { PermanentError } from '@fullcarry/domain/errors';
import type { MemoryLedger } from './memory-ledger.fixture.js';
import type { Random } from './simulated-market.fixture.js';

/** A person at the wheel: stops, pauses and starts at any time, in one order. */
export class SimulatedPerson {
  private modeNumber = 0;

  constructor(
    private readonly random: Random,
    private readonly ledger: MemoryLedger,
    /** A start counts whatever was asked after it: C12. */
    private readonly forgetsOrder: boolean,
    private readonly record: (what: string) => void,
    private readonly breaks: (law: string) => void,
  ) {}

  /** Starts that were asked before a stop and have their turn after it, stops and pauses. */
  act(): void {
    const chance = this.random();
    const seenNumber = this.modeNumber;
    if (chance < 0.01) {
      this.stop();
      if (this.random() < 0.5) this.asked({ kind: 'start', seenNumber });
    } else if (chance < 0.03) this.asked({ kind: 'pause', reason: 'By a person' });
    else if (chance < 0.1) this.asked({ kind: 'start', seenNumber });
  }

  stop(): void {
    this.asked({ kind: 'emergency-stop', reason: 'By a person' });
  }

  private asked(asked: ModeAsked): void {
    const { book } = this.ledger;
    const isOld = asked.kind === 'start' && asked.seenNumber < this.modeNumber;
    const started =
      this.forgetsOrder && asked.kind === 'start'
        ? { ...asked, seenNumber: this.modeNumber }
        : asked;
    try {
      const next = modeAfter({ mode: book.mode, number: this.modeNumber }, started);
      if (!next) return;
      this.modeNumber += 1;
      this.ledger.book = { ...book, mode: next.mode, modeReason: next.reason };
      this.record(next.mode);
      if (isOld && next.mode === 'running') this.breaks('an older start undid a stop');
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
    }
  }
}
