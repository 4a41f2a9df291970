import {
  sweepDocumentV1,
  type SweepDocumentV1,
} from '@fullcarry/contracts/backtest/sweep-document-v1';
import type { SweepSummary } from '@fullcarry/contracts/http/backtest/sweep-routes';
import { SweepStore } from '@fullcarry/history/backtest/sweep/sweep-store';
import { DocumentBoard, type KnownDocument } from './document-board.js';
import type { ReadDatabase, RowsProofs } from './rows-proofs.js';

/** What of the stored sweeps is remembered. */
export class SweepBoard extends DocumentBoard<SweepSummary> {
  constructor(read: ReadDatabase, proofs: RowsProofs) {
    super(read, proofs, {
      name: 'sweep',
      store: (database) => new SweepStore(database),
      knownOf: (sha256, text) => knownOf(sha256, sweepDocumentV1.parse(JSON.parse(text))),
      mostKnown: 200,
    });
  }
}

function knownOf(sha256: string, document: SweepDocumentV1): KnownDocument<SweepSummary> {
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
