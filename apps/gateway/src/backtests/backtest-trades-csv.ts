import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import { tradeTable } from '@fullcarry/contracts/backtest/trade-table';
import { csvOfColumns } from '@fullcarry/platform/files/csv-table';
import type { Response } from 'express';
import { fileName } from '../markets/csv/csv.js';

/** The trades of a result, a line each, in the order in which they were opened. */
export function backtestTradesCsv(
  response: Response,
  sha256: string,
  document: BacktestDocumentV1,
): string {
  response.type('text/csv');
  response.attachment(tradesName(sha256, document, 'csv'));
  return csvOfColumns(tradeTable(sha256, document));
}

/** `backtest-3fa4…-trades-bybit-2026-01-01-to-2026-01-30.csv` */
export function tradesName(
  sha256: string,
  { setup, dataset }: Pick<BacktestDocumentV1, 'setup' | 'dataset'>,
  ending: 'csv' | 'parquet',
): string {
  const parts = ['backtest', sha256.slice(0, 12), 'trades', setup.venue];
  return fileName(parts, dataset.source, setup.window, ending);
}
