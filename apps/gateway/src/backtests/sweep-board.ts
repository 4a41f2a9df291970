import {
  sweepDocumentV1,
  type SweepDocumentV1,
} from '@fullcarry/contracts/backtest/sweep-document-v1';
import type { SweepSummary } from '@fullcarry/contracts/http/backtest/sweep-routes';
import type { DocumentHead } from '@fullcarry/history/backtest/document-store';
import type { ResultBase } from '@fullcarry/history/backtest/stale-result';
import { SweepStore } from '@fullcarry/history/backtest/sweep/sweep-store';
import { HttpFault } from '../http/http-fault.js';
import { keepNewest } from './keep-newest.js';
import type { ReadDatabase, RowsProofs } from './rows-proofs.js';

/** So many sweeps are remembered: some kilobytes each. */
const MOST_KNOWN = 200;

interface Known {
  readonly summary: Omit<SweepSummary, 'stale' | 'createdAtMs'>;
  readonly base: ResultBase;
}

/** What of the stored sweeps is remembered: a document never changes, since its name is its hash. */
export class SweepBoard {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly read: ReadDatabase,
    private readonly proofs: RowsProofs,
  ) {}

  /** One after the other: documents are large, and so is the proof of their rows. */
  async summaries(heads: readonly DocumentHead[]): Promise<SweepSummary[]> {
    const told: SweepSummary[] = [];
    for (const { sha256, createdAtMs } of heads) {
      const { summary, base } = await this.knownOf(sha256);
      told.push({ ...summary, createdAtMs, stale: await this.proofs.staleOf(base) });
    }
    return told;
  }

  private async knownOf(sha256: string): Promise<Known> {
    const before = this.known.get(sha256);
    if (before) return before;
    const [stored] = await this.read((database) => new SweepStore(database).named(sha256));
    if (!stored) throw new HttpFault(404, `The sweep ${sha256} is not stored any more`);
    const known = knownOf(sha256, sweepDocumentV1.parse(JSON.parse(stored.document)));
    keepNewest(this.known, sha256, known, MOST_KNOWN);
    return known;
  }
}

function knownOf(sha256: string, document: SweepDocumentV1): Known {
  const { engine, kind, setup, dataset, assumed, search, candidates, walkForward } = document;
  return {
    base: { engine, setup, dataset },
    summary: {
      ...{ sha256, kind, venue: setup.venue, source: dataset.source, timeframe: dataset.timeframe },
      ...{ window: setup.window, symbols: dataset.symbols },
      assumed: assumed.map(({ name }) => name),
      tried: [...new Set([...Object.keys(search.grid), ...Object.keys(search.ranges)])],
      ...{ candidates: candidates.length, runs: document.tried, folds: walkForward.folds.length },
      outOfSample: walkForward.outOfSample,
      overfitting: document.overfitting ?? walkForward.overfitting,
    },
  };
}
