import type { BacktestInput, BacktestSettings } from '@fullcarry/domain/backtest/backtest-input';
import type { ExecutionModel } from '@fullcarry/domain/backtest/execution-model';
import {
  backtestDocument,
  documentText,
  type BacktestDocument,
} from '@fullcarry/domain/backtest/result/backtest-document';
import { runBacktest, type BacktestWatch } from '@fullcarry/domain/backtest/run-backtest';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Database } from '../database/database.js';
import { sha256 } from '../proof/certify-series.js';
import type { StoredDocument } from './document-store.js';
import { readHistories, type AskedRows, type ReadRows } from './read-histories.js';

/** A backtest with its markets found: all that its result depends on but the rows. */
export interface AskedBacktest {
  readonly rows: AskedRows;
  /** Exact, USDT. */
  readonly startingEquityUsdt: string;
  readonly settings: BacktestSettings;
  readonly execution: ExecutionModel;
}

export interface DoneBacktest {
  readonly document: BacktestDocument;
  /** Canonical JSON. */
  readonly text: string;
  readonly sha256: string;
}

/** Reads and runs. Errors: as readHistories and runBacktest. */
export async function doBacktest(
  database: Database,
  asked: AskedBacktest,
  watch: BacktestWatch,
): Promise<DoneBacktest> {
  const read = await readHistories(database, asked.rows);
  return doneBacktest(asked, read, watch);
}

/** Runs on rows that were read. Errors: as runBacktest. */
export async function doneBacktest(
  asked: AskedBacktest,
  read: ReadRows,
  watch: BacktestWatch,
): Promise<DoneBacktest> {
  const input = inputOf(asked, read);
  const run = await runBacktest(input, watch);
  const { dataset, assumed } = read;
  const document = backtestDocument(input, run, { dataset, assumed, assume: asked.rows.assume });
  const text = documentText(document);
  return { document, text, sha256: sha256(text) };
}

export function inputOf(asked: AskedBacktest, { markets }: ReadRows): BacktestInput {
  const { rows, startingEquityUsdt, settings, execution } = asked;
  return {
    venue: rows.exchange,
    window: rows.window,
    stepMs: timeframeMs(rows.timeframe),
    startingEquityUsdt,
    settings,
    execution,
    markets,
  };
}

/** A result, of a run or of a sweep, as a row: under its hash, so that it is kept once however often it is made. */
export function storedDocument(
  { rows }: Pick<AskedBacktest, 'rows'>,
  done: Pick<DoneBacktest, 'sha256' | 'text'>,
  createdAtMs: number,
): StoredDocument {
  const { exchange: venue, window } = rows;
  const { fromMs, toMs } = window;
  return { sha256: done.sha256, createdAtMs, venue, fromMs, toMs, document: done.text };
}
