import {
  backtestDocumentV1,
  type BacktestDocumentV1,
} from '@fullcarry/contracts/backtest/backtest-document-v1';
import { nearestPreset } from '@fullcarry/contracts/backtest/nearest-preset';
import type { BacktestSummary } from '@fullcarry/contracts/http/backtest/backtests-route';
import { BacktestStore } from '@fullcarry/history/backtest/backtest-store';
import type { DocumentHead } from '@fullcarry/history/backtest/document-store';
import type { ResultBase } from '@fullcarry/history/backtest/stale-result';
import { HttpFault } from '../http/http-fault.js';
import { keepNewest } from './keep-newest.js';
import type { ReadDatabase, RowsProofs } from './rows-proofs.js';

/** So many results are remembered: some kilobytes each. */
const MOST_KNOWN = 500;

interface Known {
  readonly summary: Omit<BacktestSummary, 'stale' | 'createdAtMs'>;
  readonly base: ResultBase;
}

/** What of the stored results is remembered: a document never changes, since its name is its hash. */
export class BacktestBoard {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly read: ReadDatabase,
    private readonly proofs: RowsProofs,
  ) {}

  /** One after the other: documents are large, and so is the proof of their rows. */
  async summaries(heads: readonly DocumentHead[]): Promise<BacktestSummary[]> {
    const told: BacktestSummary[] = [];
    for (const { sha256, createdAtMs } of heads) {
      const { summary, base } = await this.knownOf(sha256);
      told.push({ ...summary, createdAtMs, stale: await this.proofs.staleOf(base) });
    }
    return told;
  }

  private async knownOf(sha256: string): Promise<Known> {
    const before = this.known.get(sha256);
    if (before) return before;
    const [stored] = await this.read((database) => new BacktestStore(database).named(sha256));
    if (!stored) throw new HttpFault(404, `The result ${sha256} is not stored any more`);
    const known = knownOf(sha256, backtestDocumentV1.parse(JSON.parse(stored.document)));
    keepNewest(this.known, sha256, known, MOST_KNOWN);
    return known;
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
