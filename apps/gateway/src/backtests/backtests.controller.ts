import { backtestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import { tradeTable } from '@fullcarry/contracts/backtest/trade-table';
import {
  BacktestRoute,
  BacktestTradesParquetRoute,
  BacktestTradesRoute,
} from '@fullcarry/contracts/http/backtest/backtest-route';
import { BacktestsRoute } from '@fullcarry/contracts/http/backtest/backtests-route';
import { SweepRoute, SweepsRoute } from '@fullcarry/contracts/http/backtest/sweep-routes';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { BacktestStore, type StoredBacktest } from '@fullcarry/history/backtest/backtest-store';
import { SweepStore } from '@fullcarry/history/backtest/sweep/sweep-store';
import { parquetTable } from '@fullcarry/platform/files/parquet-table';
import { Controller, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';
import { BacktestBoard } from './backtest-board.js';
import { backtestTradesCsv, tradesName } from './backtest-trades-csv.js';
import { RowsProofs, type ReadDatabase } from './rows-proofs.js';
import { documentByHash } from './document-by-hash.js';
import { SweepBoard } from './sweep-board.js';

/** The results and sweeps that are stored; nothing is run here. */
@Controller()
export class BacktestsController {
  private readonly board: BacktestBoard;
  private readonly sweepBoard: SweepBoard;

  constructor(private readonly run: GatewayRun) {
    const read: ReadDatabase = (work) => this.run.read(work);
    const proofs = new RowsProofs(read);
    this.board = new BacktestBoard(read, proofs);
    this.sweepBoard = new SweepBoard(read, proofs);
  }

  @Serves(BacktestsRoute)
  async backtests({
    query: { hash = '', limit, offset },
  }: Asked<typeof BacktestsRoute>): Promise<ReplyOf<typeof BacktestsRoute>> {
    const { total, heads } = await this.run.read(async (database) => {
      const store = new BacktestStore(database);
      return { total: await store.count(hash), heads: await store.heads(hash, { limit, offset }) };
    });
    return { total, backtests: await this.board.summaries(heads) };
  }

  @Serves(BacktestRoute)
  async backtest(
    { params }: Asked<typeof BacktestRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof BacktestRoute> | string> {
    const { sha256, document } = await this.stored(params.hash);
    return asFile(response, `backtest-${sha256.slice(0, 12)}.json`, document);
  }

  @Serves(BacktestTradesRoute)
  async trades({ params }: Asked<typeof BacktestTradesRoute>, response: Response): Promise<string> {
    const { sha256, document } = await this.stored(params.hash);
    return backtestTradesCsv(response, sha256, backtestDocumentV1.parse(JSON.parse(document)));
  }

  @Serves(BacktestTradesParquetRoute)
  async tradesParquet(
    { params }: Asked<typeof BacktestTradesParquetRoute>,
    response: Response,
  ): Promise<StreamableFile> {
    const { sha256, document } = await this.stored(params.hash);
    const result = backtestDocumentV1.parse(JSON.parse(document));
    response.attachment(tradesName(sha256, result, 'parquet'));
    response.type(BacktestTradesParquetRoute.bytes);
    return new StreamableFile(parquetTable(tradeTable(sha256, result)));
  }

  @Serves(SweepsRoute)
  async sweeps({
    query: { hash = '', limit, offset },
  }: Asked<typeof SweepsRoute>): Promise<ReplyOf<typeof SweepsRoute>> {
    const { total, heads } = await this.run.read(async (database) => {
      const store = new SweepStore(database);
      return { total: await store.count(hash), heads: await store.heads(hash, { limit, offset }) };
    });
    return { total, sweeps: await this.sweepBoard.summaries(heads) };
  }

  @Serves(SweepRoute)
  async sweep(
    { params }: Asked<typeof SweepRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof SweepRoute> | string> {
    const { sha256, document } = await this.run.read((database) =>
      documentByHash(new SweepStore(database), params.hash, 'sweep'),
    );
    return asFile(response, `sweep-${sha256.slice(0, 12)}.json`, document);
  }

  private stored(hash: string): Promise<StoredBacktest> {
    return this.run.read((database) => documentByHash(new BacktestStore(database), hash, 'result'));
  }
}

/** The document as it was hashed, byte for byte. */
function asFile(response: Response, name: string, document: string): string {
  response.type('json');
  response.set('content-disposition', `inline; filename="${name}"`);
  return document;
}
