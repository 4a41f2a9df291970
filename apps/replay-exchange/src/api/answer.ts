import type { Delivery } from '../http/delivery.js';
import type { BookSides } from '../market/prices/synthetic-book.js';
import type { RecordedCandle, RecordedSettlement } from '../recording/recorded-rows.js';

/** One hour as an exchange shows it: its quote volume is always published. */
export interface CandleRow extends RecordedCandle {
  readonly turnover: string;
}

/** A settled rate of one market. The stamp is raw, in milliseconds. */
export interface SettlementRow extends RecordedSettlement {
  readonly symbol: string;
}

/** A market in a list, which writes itself under the native id that it is given. */
export interface ListedRow {
  readonly symbol: string;
  readonly write: (symbol: string) => unknown;
}

/** The same in the tickers. `turnover`: quote volume of 24 hours, what markets are ranked by. */
export interface TickerRow extends ListedRow {
  readonly turnover: number;
}

/** Rows, and how one exchange writes them. `serverTimeMs`: the exchange's time of the answer. */
interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly write: (rows: readonly Row[], serverTimeMs: number) => Delivery;
}

/**
 * Rows of one market's history, in the order in which they are sent.
 *
 * `fromMs` and `toMs` are the bounds that were asked for, both included; undefined where none was.
 * `isNameless`: the rows are sent without saying of which market they are. An answer about another market
 * could be told by nobody then.
 * `elsewhere`: what the market has in another stretch, both bounds included, ascending and without a cap.
 */
export interface HistoryRows<Row> extends Rows<Row> {
  readonly isNewestFirst: boolean;
  readonly isNameless?: true;
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  readonly elsewhere: (fromMs: number, toMs: number) => readonly Row[];
}

export interface CandleAnswer extends HistoryRows<CandleRow> {
  readonly kind: 'candles';
}

export interface SettlementAnswer extends HistoryRows<SettlementRow> {
  readonly kind: 'settlements';
}

export interface TickerAnswer extends Rows<TickerRow> {
  readonly kind: 'tickers';
}

/** `writeLooping`: the same with a cursor that leads back to this page; undefined where nothing is paged. */
export interface InstrumentAnswer extends Rows<ListedRow> {
  readonly kind: 'instruments';
  readonly writeLooping?: InstrumentAnswer['write'];
}

/** The orders that wait in one market. `isNameless`: sent without saying of which, see HistoryRows. */
export interface BookAnswer extends BookSides {
  readonly kind: 'book';
  readonly isNameless?: true;
  readonly write: (book: BookSides, serverTimeMs: number) => Delivery;
}

/** What one file of an archive holds, and how it is written. */
export interface ArchivedHours {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly rows: readonly CandleRow[];
  readonly hasHeader: boolean;
  readonly isInMicroseconds: boolean;
  /** The zip file ends in its middle. */
  readonly isCut?: boolean;
}

/** A file of an archive, or the checksum that stands beside it. */
export interface ArchiveAnswer {
  readonly kind: 'archive';
  readonly file: ArchivedHours;
  readonly isChecksum: boolean;
  readonly write: (file: ArchivedHours) => Delivery;
}

/** Whatever has no rows that a fault could change: the time, a refusal. */
export interface PlainAnswer {
  readonly kind: 'plain';
  readonly write: (serverTimeMs: number) => Delivery;
}

/**
 * What an endpoint has to say, in no exchange's words yet: a fault changes rows knowing what they are, and
 * the answer writes them as its exchange does.
 */
export type Answer =
  | CandleAnswer
  | SettlementAnswer
  | TickerAnswer
  | InstrumentAnswer
  | BookAnswer
  | ArchiveAnswer
  | PlainAnswer;

/** The response. */
export function deliver(answer: Answer, serverTimeMs: number): Delivery {
  switch (answer.kind) {
    case 'plain':
      return answer.write(serverTimeMs);
    case 'book':
      return answer.write(answer, serverTimeMs);
    case 'archive':
      return answer.write(answer.file);
    case 'candles':
      return answer.write(answer.rows, serverTimeMs);
    case 'settlements':
      return answer.write(answer.rows, serverTimeMs);
    case 'tickers':
      return answer.write(answer.rows, serverTimeMs);
    case 'instruments':
      return answer.write(answer.rows, serverTimeMs);
  }
}
