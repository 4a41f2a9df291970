import type { SyncReply } from '@fullcarry/contracts/commands/data-sync-command-v1';
import { TransientError } from '@fullcarry/domain/errors';
import type { BoardSeries } from './plan/series-board.js';
import { rowsToAsk } from './plan/tracked-series.js';
import type { Prover } from './announce/prover.js';

/** A command is answered within ten seconds, by what is known then. */
const LONGEST_WAIT_MS = 8_000;

/** How many rows there were when the command came. */
type RowsBefore = ReadonlyMap<number, number>;

interface Command {
  before: RowsBefore;
  readonly answer: (reply: SyncReply) => void;
  readonly refuse: (error: Error) => void;
  /** A pass began after it came, and then: ended. */
  isSeen: boolean;
  isPassOver: boolean;
}

/** The commands to bring the tail up to date that wait for an answer. */
export class SyncCommands {
  private readonly waiting = new Set<Command>();
  private board: readonly BoardSeries[] = [];

  constructor(private readonly prover: Prover) {}

  /**
   * The answer comes with the first pass after now that finds nothing left to fetch, or in some seconds.
   *
   * Errors: TransientError with what `trouble` says when the exchange gives no answer until then.
   */
  place(board: readonly BoardSeries[], trouble: () => string | undefined): Promise<SyncReply> {
    this.board = board;
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.waiting.delete(command);
      };
      const command: Command = {
        before: rowsOf(board),
        isSeen: false,
        isPassOver: false,
        answer: (reply) => {
          end();
          resolve(reply);
        },
        refuse: (error) => {
          end();
          reject(error);
        },
      };
      const timer = setTimeout(() => {
        if (command.isPassOver) command.answer(this.reply(command.before));
        else command.refuse(new TransientError(trouble() ?? 'The exchange has not answered yet'));
      }, LONGEST_WAIT_MS);
      this.waiting.add(command);
    });
  }

  /** A pass begins: what it finds is newer than the commands that came before. */
  begin(): void {
    for (const command of this.waiting) command.isSeen = true;
  }

  /** A pass ended; `isDone` when it left nothing to fetch. What one command added is not reported to the next. */
  end(board: readonly BoardSeries[], isDone: boolean): void {
    this.board = board;
    for (const command of this.waiting) {
      if (!command.isSeen) continue;
      command.isPassOver = true;
      if (!isDone) continue;
      command.answer(this.reply(command.before));
      for (const other of this.waiting) other.before = rowsOf(board);
    }
  }

  /** A pass failed, with whatever kept it from its end. */
  fail(error: Error): void {
    for (const command of this.waiting) if (command.isSeen) command.refuse(error);
  }

  /** No pass will come any more. */
  close(): void {
    for (const command of this.waiting)
      command.refuse(new TransientError('The fetcher was stopped'));
  }

  /** What is known now, to whoever does not want to wait. */
  answerNow(board: readonly BoardSeries[]): SyncReply {
    this.board = board;
    return this.reply(rowsOf(board));
  }

  private reply(before: RowsBefore): SyncReply {
    const failed = new Map<string, string>();
    for (const one of this.board) {
      const reason = this.faultOf(one);
      if (reason !== undefined) failed.set(one.series.market.symbol, reason);
    }
    const added = this.board.map(
      ({ series }) => series.rows - (before.get(series.id) ?? series.rows),
    );
    return {
      v: 1,
      syncedAtMs: Date.now(),
      rowsAdded: Math.max(
        0,
        added.reduce((sum, many) => sum + many, 0),
      ),
      marketsFailed: [...failed].map(([symbol, reason]) => ({ symbol, reason })),
    };
  }

  private faultOf(one: BoardSeries): string | undefined {
    if (this.prover.certificate(one)?.missing !== 0) return 'its history is not proven';
    return rowsToAsk(one) > 0 ? 'its newest rows have not come yet' : undefined;
  }
}

function rowsOf(board: readonly BoardSeries[]): RowsBefore {
  return new Map(board.map(({ series }) => [series.id, series.rows]));
}
