import {
  ENGINE_VERSION,
  type BacktestDataset,
} from '@fullcarry/domain/backtest/result/backtest-document';
import { DomainError } from '@fullcarry/domain/errors';
import { TIMEFRAMES } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Database } from '../database/database.js';
import { ASKED_ASSUMPTIONS } from '@fullcarry/domain/backtest/assumptions';
import { provenDataset, type AskedRows } from './read-histories.js';
import { refusalText, UnprovenWindowError } from './unproven-window-error.js';

/** As much of a stored result as says what it rests on. */
export interface ResultBase {
  readonly engine: number;
  readonly setup: {
    readonly venue: string;
    readonly window: TimeWindow;
    readonly assume: readonly string[];
  };
  readonly dataset: Pick<BacktestDataset, 'symbols' | 'series' | 'sha256'> & {
    readonly timeframe: string;
  };
}

/** Why a result can't be had again. `series`: whose rows; empty where it is not the rows. */
export interface Stale {
  readonly text: string;
  readonly series: readonly string[];
}

/** What the rows of a result are now, or why there are none that are proven. */
export type RowsNow = { readonly dataset: BacktestDataset } | { readonly stale: Stale };

/** Which rows a result read; undefined where this program can't ask for them any more. */
export function rowsOf({ setup, dataset }: ResultBase): AskedRows | undefined {
  const timeframe = TIMEFRAMES.find((one) => one === dataset.timeframe);
  const assume = ASKED_ASSUMPTIONS.filter((one) => setup.assume.includes(one));
  if (!timeframe || assume.length !== setup.assume.length) return undefined;
  return {
    ...{ exchange: setup.venue, symbols: dataset.symbols },
    ...{ timeframe, window: setup.window, assume },
  };
}

/** Results of the same rows may share it. Errors: DatabaseUnusableError. */
export async function rowsNow(database: Database, asked: AskedRows): Promise<RowsNow> {
  try {
    return { dataset: await provenDataset(database, asked) };
  } catch (error) {
    if (error instanceof UnprovenWindowError) {
      const text = error.refusals.map(refusalText).join('; ');
      return { stale: { text, series: error.refusals.map(({ series }) => series) } };
    }
    if (error instanceof DomainError) return { stale: { text: error.message, series: [] } };
    throw error;
  }
}

/**
 * Returns why a result is stale: another engine made it, or rows that it rests on were revised since or are not proven any
 * more; undefined while nothing of that is so. `now`: what rowsNow says of its rows; undefined where rowsOf has none.
 */
export function staleBecause(result: ResultBase, now: RowsNow | undefined): Stale | undefined {
  if (result.engine !== ENGINE_VERSION) {
    const text = `it was made by engine ${result.engine}, this is ${ENGINE_VERSION}`;
    return { text, series: [] };
  }
  if (!now) return { text: 'it was made by another version of this program', series: [] };
  if ('stale' in now) return now.stale;
  if (now.dataset.sha256 === result.dataset.sha256) return undefined;
  const hashes = new Map(now.dataset.series.map((one) => [one.series, one.sha256]));
  const series = result.dataset.series
    .filter((one) => hashes.get(one.series) !== one.sha256)
    .map((one) => one.series);
  return { text: `rows were revised since, of ${series.join(', ')}`, series };
}
