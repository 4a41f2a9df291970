import {
  backtestDocumentV1,
  type BacktestDocumentV1,
} from '@fullcarry/contracts/backtest/backtest-document-v1';
import { ENGINE_VERSION } from '@fullcarry/domain/backtest/result/backtest-document';
import { ASKED_ASSUMPTIONS } from '@fullcarry/history/backtest/assumptions';
import { BacktestStore, type StoredBacktest } from '@fullcarry/history/backtest/backtest-store';
import { provenDataset } from '@fullcarry/history/backtest/read-histories';
import {
  refusalText,
  UnprovenWindowError,
} from '@fullcarry/history/backtest/unproven-window-error';
import type { Database } from '@fullcarry/history/database/database';
import { TIMEFRAMES } from '@fullcarry/domain/timeframe';
import { DomainError } from '@fullcarry/domain/errors';
import { UsageError } from '../usage-error.js';
import type { AskedBacktest } from './do-backtest.js';

/** Errors: UsageError when none or several results have a hash that begins so. */
export async function storedResult(database: Database, hash: string): Promise<StoredBacktest> {
  const beginning = hash.toLowerCase();
  const [first, second] = await new BacktestStore(database).named(beginning);
  if (!first) throw new UsageError(`No result is stored whose hash begins with ${hash}`);
  if (second) throw new UsageError(`Several results begin with ${hash}: give more of it`);
  return first;
}

/** Errors: ZodError for a document that is none: nobody but us writes there. */
export function documentOf({ document }: StoredBacktest): BacktestDocumentV1 {
  return backtestDocumentV1.parse(JSON.parse(document));
}

/** What the document was the result of. Errors: UsageError where this program can't ask that any more. */
export function askedAgain({ setup, dataset }: BacktestDocumentV1): AskedBacktest {
  const timeframe = TIMEFRAMES.find((one) => one === dataset.timeframe);
  const assume = ASKED_ASSUMPTIONS.filter((one) => setup.assume.includes(one));
  if (!timeframe || assume.length !== setup.assume.length) {
    throw new UsageError('The result was made by another version of this program');
  }
  const { venue, window, startingEquityUsdt, settings, execution } = setup;
  const rows = { exchange: venue, symbols: dataset.symbols, timeframe, window, assume };
  return { rows, startingEquityUsdt, settings, execution };
}

/**
 * Returns why a result is stale: rows that it rests on were revised since, or are not proven any more, or the engine
 * is another one; undefined while nothing of that is so.
 */
export async function staleBecause(
  database: Database,
  document: BacktestDocumentV1,
): Promise<string | undefined> {
  if (document.engine !== ENGINE_VERSION) {
    return `it was made by engine ${document.engine}, this is ${ENGINE_VERSION}`;
  }
  try {
    const dataset = await provenDataset(database, askedAgain(document).rows);
    if (dataset.sha256 === document.dataset.sha256) return undefined;
    const now = new Map(dataset.series.map((one) => [one.series, one.sha256]));
    const others = document.dataset.series.filter((one) => now.get(one.series) !== one.sha256);
    return `rows were revised since, of ${others.map(({ series }) => series).join(', ')}`;
  } catch (error) {
    if (error instanceof UnprovenWindowError) return error.refusals.map(refusalText).join('; ');
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}
