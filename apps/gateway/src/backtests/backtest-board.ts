import {
  backtestDocumentV1,
  type BacktestDocumentV1,
} from '@fullcarry/contracts/backtest/backtest-document-v1';
import { nearestPreset } from '@fullcarry/contracts/backtest/nearest-preset';
import type { BacktestSummary } from '@fullcarry/contracts/http/backtest/backtests-route';
import { BacktestStore, type BacktestHead } from '@fullcarry/history/backtest/backtest-store';
import type { AskedRows } from '@fullcarry/history/backtest/read-histories';
import {
  rowsNow,
  rowsOf,
  staleBecause,
  type ResultBase,
  type RowsNow,
} from '@fullcarry/history/backtest/stale-result';
import type { Database } from '@fullcarry/history/database/database';
import { HttpFault } from '../http/http-fault.js';
import { SharedRead } from '../store/shared-read.js';

/** So many results are remembered: some kilobytes each. */
const MOST_KNOWN = 500;

/** Proving the rows of a year of 20 markets anew takes a good part of a second; results of the same rows share it. */
const ROWS_MS = 30_000;
const MOST_ROWS = 100;

interface Known {
  readonly summary: Omit<BacktestSummary, 'stale' | 'createdAtMs'>;
  readonly base: ResultBase;
}

/** What of the stored results is remembered: a document never changes, since its name is its hash. */
export class BacktestBoard {
  private readonly known = new Map<string, Known>();
  private readonly rows = new Map<string, SharedRead<RowsNow>>();

  /** `read`: the way to the database. */
  constructor(
    private readonly read: <Result>(
      work: (database: Database) => Promise<Result>,
    ) => Promise<Result>,
  ) {}

  /** One after the other: documents are large, and so is the proof of their rows. */
  async summaries(heads: readonly BacktestHead[]): Promise<BacktestSummary[]> {
    const told: BacktestSummary[] = [];
    for (const { sha256, createdAtMs } of heads) {
      const { summary, base } = await this.knownOf(sha256);
      const asked = rowsOf(base);
      const now = asked && (await this.rowsNow(asked));
      const stale = staleBecause(base, now);
      told.push({
        ...{ ...summary, createdAtMs },
        stale: stale ? { text: stale.text, series: [...stale.series] } : null,
      });
    }
    return told;
  }

  private async knownOf(sha256: string): Promise<Known> {
    const before = this.known.get(sha256);
    if (before) return before;
    const [stored] = await this.read((database) => new BacktestStore(database).named(sha256));
    if (!stored) throw new HttpFault(404, `The result ${sha256} is not stored any more`);
    const known = knownOf(sha256, backtestDocumentV1.parse(JSON.parse(stored.document)));
    keep(this.known, sha256, known, MOST_KNOWN);
    return known;
  }

  private rowsNow(asked: AskedRows): Promise<RowsNow> {
    const key = JSON.stringify(asked);
    const shared =
      this.rows.get(key) ??
      new SharedRead(() => this.read((database) => rowsNow(database, asked)), ROWS_MS);
    keep(this.rows, key, shared, MOST_ROWS);
    return shared.get();
  }
}

/** The oldest make room. */
function keep<Value>(all: Map<string, Value>, key: string, value: Value, most: number): void {
  all.delete(key);
  all.set(key, value);
  for (const oldest of all.keys()) {
    if (all.size <= most) return;
    all.delete(oldest);
  }
}

function knownOf(sha256: string, document: BacktestDocumentV1): Known {
  const { engine, setup, dataset, assumed, metrics } = document;
  const { preset, changed } = nearestPreset(setup.settings);
  return {
    base: { engine, setup, dataset },
    summary: {
      ...{ sha256, venue: setup.venue, source: dataset.source, timeframe: dataset.timeframe },
      ...{ window: setup.window, symbols: dataset.symbols },
      startingEquityUsdt: setup.startingEquityUsdt,
      assumed: assumed.map(({ name }) => name),
      ...{ preset, changed: [...changed] },
      ...{ legDelayCandles: setup.execution.legDelayCandles, metrics },
    },
  };
}
