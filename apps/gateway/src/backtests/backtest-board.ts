import {
  backtestDocumentV1,
  type BacktestDocumentV1,
} from '@fullcarry/contracts/backtest/backtest-document-v1';
import { nearestPreset } from '@fullcarry/contracts/backtest/nearest-preset';
import type { BacktestSummary } from '@fullcarry/contracts/http/backtest/backtests-route';
import { BacktestStore } from '@fullcarry/history/backtest/backtest-store';
import { DocumentBoard, type KnownDocument } from './document-board.js';
import type { ReadDatabase, RowsProofs } from './rows-proofs.js';

/** What of the stored results is remembered. */
export class BacktestBoard extends DocumentBoard<BacktestSummary> {
  constructor(read: ReadDatabase, proofs: RowsProofs) {
    super(read, proofs, {
      name: 'result',
      store: (database) => new BacktestStore(database),
      knownOf: (sha256, text) => knownOf(sha256, backtestDocumentV1.parse(JSON.parse(text))),
      mostKnown: 500,
    });
  }
}

function knownOf(sha256: string, document: BacktestDocumentV1): KnownDocument<BacktestSummary> {
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
