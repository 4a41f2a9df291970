import { backtestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import {
  BacktestRoute,
  BacktestTradesRoute,
} from '@fullcarry/contracts/http/backtest/backtest-route';
import { BacktestsRoute } from '@fullcarry/contracts/http/backtest/backtests-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { BacktestStore, type StoredBacktest } from '@fullcarry/history/backtest/backtest-store';
import { Controller } from '@nestjs/common';
import type { Response } from 'express';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { HttpFault, wrongInput } from '../http/http-fault.js';
import { Serves } from '../http/serves.js';
import { BacktestBoard } from './backtest-board.js';
import { backtestTradesCsv } from './backtest-trades-csv.js';

/** The results that are stored; nothing is run here. */
@Controller()
export class BacktestsController {
  private readonly board: BacktestBoard;

  constructor(private readonly run: GatewayRun) {
    this.board = new BacktestBoard((work) => this.run.read(work));
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
    response.type('json');
    const name = `backtest-${sha256.slice(0, 12)}.json`;
    response.set('content-disposition', `inline; filename="${name}"`);
    return document;
  }

  @Serves(BacktestTradesRoute)
  async trades({ params }: Asked<typeof BacktestTradesRoute>, response: Response): Promise<string> {
    const { sha256, document } = await this.stored(params.hash);
    return backtestTradesCsv(response, sha256, backtestDocumentV1.parse(JSON.parse(document)));
  }

  /** Errors: HttpFault 404 where none begins so, 400 where several do. */
  private async stored(hash: string): Promise<StoredBacktest> {
    return this.run.read(async (database) => {
      const store = new BacktestStore(database);
      const [first, second] = await store.heads(hash, { limit: 2, offset: 0 });
      if (!first) throw new HttpFault(404, `No result is stored whose hash begins with ${hash}`);
      if (second) throw wrongInput('hash', `several results begin with ${hash}: give more of it`);
      const [found] = await store.named(first.sha256);
      if (!found) throw new HttpFault(404, `The result ${first.sha256} is not stored any more`);
      return found;
    });
  }
}
