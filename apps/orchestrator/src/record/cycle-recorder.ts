import { recordingLine } from '@fullcarry/contracts/desk/desk-recording-v1';
import type {
  RecordedAnswer,
  RecordedCycle,
  RecordedQuote,
} from '@fullcarry/domain/backtest/recorded/desk-recording';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { appendFile } from 'node:fs/promises';

type Begun = Pick<RecordedCycle, 'nowMs' | 'settings' | 'mode' | 'modeReason'>;
type Observed = Pick<RecordedCycle, 'stale' | 'ended' | 'ranges'>;

/**
 * Writes down what a desk is given in each of its cycles, one line a cycle, at its end: `fullcarry backtest paper` plays it
 * again. What happens between two cycles is not in it. A file that can't be written to stops no desk: it is logged once, and
 * nothing more is recorded.
 */
export class CycleRecorder {
  private cycle: (Begun & { settledBeforeMs: Map<string, number> }) | undefined;
  private seen: Observed | undefined;
  private quotes: RecordedQuote[] = [];
  private answers: RecordedAnswer[] = [];
  private isBroken = false;

  constructor(
    private readonly exchange: string,
    private readonly file: string,
    private readonly logger: Logger,
  ) {}

  begin(cycle: Begun): void {
    this.cycle = { ...cycle, settledBeforeMs: new Map() };
    this.seen = undefined;
    this.quotes = [];
    this.answers = [];
  }

  /** Settlements of a held perpetual before an instant are certain. */
  settledBefore(symbol: string, atMs: number): void {
    this.cycle?.settledBeforeMs.set(symbol, atMs);
  }

  quote(quote: RecordedQuote): void {
    this.quotes.push(quote);
  }

  observed(seen: Observed): void {
    this.seen = seen;
  }

  answered(answer: RecordedAnswer): void {
    this.answers.push(answer);
  }

  /** The cycle is stored. One that failed before is not recorded. */
  async end(): Promise<void> {
    const { cycle, seen, quotes, answers } = this;
    this.cycle = undefined;
    if (!cycle || !seen || this.isBroken) return;
    const line = recordingLine(this.exchange, { ...cycle, ...seen, quotes, answers });
    try {
      await appendFile(this.file, `${line}\n`);
    } catch (error) {
      this.isBroken = true;
      this.logger.warn({ error, file: this.file }, 'The recording ends here: it was not written');
    }
  }
}
