import {
  backtestDocumentV1,
  type BacktestDocumentV1,
} from '@fullcarry/contracts/backtest/backtest-document-v1';
import { BacktestStore, type StoredBacktest } from '@fullcarry/history/backtest/backtest-store';
import type { StoredDocument } from '@fullcarry/history/backtest/document-store';
import type { AskedBacktest } from '@fullcarry/history/backtest/do-backtest';
import {
  rowsNow,
  rowsOf,
  staleBecause,
  type ResultBase,
} from '@fullcarry/history/backtest/stale-result';
import { SweepStore } from '@fullcarry/history/backtest/sweep/sweep-store';
import type { Database } from '@fullcarry/history/database/database';
import { UsageError } from '../usage-error.js';

/** Errors: UsageError when none or several results have a hash that begins so. */
export async function storedResult(database: Database, hash: string): Promise<StoredBacktest> {
  const beginning = hash.toLowerCase();
  const [first, second] = await new BacktestStore(database).named(beginning);
  if (!first) throw new UsageError(`No result is stored whose hash begins with ${hash}`);
  if (second) throw new UsageError(`Several results begin with ${hash}: give more of it`);
  return first;
}

/** The sweep whose hash begins so, where no result does. Errors: UsageError when several do. */
export async function storedSweep(
  database: Database,
  hash: string,
): Promise<StoredDocument | undefined> {
  const beginning = hash.toLowerCase();
  if ((await new BacktestStore(database).count(beginning)) > 0) return undefined;
  const [first, second] = await new SweepStore(database).named(beginning);
  if (second) throw new UsageError(`Several sweeps begin with ${hash}: give more of it`);
  return first;
}

/** Errors: ZodError for a document that is none: nobody but us writes there. */
export function documentOf({ document }: StoredBacktest): BacktestDocumentV1 {
  return backtestDocumentV1.parse(JSON.parse(document));
}

/** What the document was the result of. Errors: UsageError where this program can't ask that any more. */
export function askedAgain(document: BacktestDocumentV1): AskedBacktest {
  const rows = rowsOf(document);
  if (!rows) throw new UsageError('The result was made by another version of this program');
  const { startingEquityUsdt, settings, execution } = document.setup;
  return { rows, startingEquityUsdt, settings, execution };
}

/** Returns why a result is stale, in one sentence; undefined while it is not. */
export async function staleText(
  database: Database,
  document: ResultBase,
): Promise<string | undefined> {
  const asked = rowsOf(document);
  return staleBecause(document, asked && (await rowsNow(database, asked)))?.text;
}
