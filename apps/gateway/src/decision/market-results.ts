import {
  backtestDocumentV1,
  type BacktestDocumentV1,
} from '@fullcarry/contracts/backtest/backtest-document-v1';
import type {
  MarketResultRoute,
  tradeRange as tradeRangeView,
} from '@fullcarry/contracts/http/backtest/market-result-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { tradeRange, type TradeRange } from '@fullcarry/domain/backtest/statistics/trade-range';
import { BacktestStore } from '@fullcarry/history/backtest/backtest-store';
import type { Database } from '@fullcarry/history/database/database';
import type { DocumentHead } from '@fullcarry/history/backtest/document-store';
import type { z } from 'zod';
import type { BacktestBoard } from '../backtests/backtest-board.js';

/** Older results are not read: a document may be of megabytes. */
const MOST_RESULTS = 20;

/** What is remembered of a result: of each of its markets how its trades came out. */
interface OfMarkets {
  readonly venue: string;
  readonly symbols: ReadonlyMap<string, MarketTrades>;
  readonly strategy: string;
  readonly sizing: string;
}

interface MarketTrades {
  readonly range: TradeRange;
  readonly open: number;
}

/** The stored results by the markets that they hold: a document never changes, so what it says is remembered. */
export class MarketResults {
  private readonly known = new Map<string, OfMarkets>();

  /** `read`: the way to the database. `board`: tells which results are stale. */
  constructor(
    private readonly read: <Result>(
      work: (database: Database) => Promise<Result>,
    ) => Promise<Result>,
    private readonly board: BacktestBoard,
  ) {}

  /** Of the last results the newest one that holds the market. */
  async newestOf(exchange: string, symbol: string): Promise<ReplyOf<typeof MarketResultRoute>> {
    const { stored, heads } = await this.read(async (database) => {
      const store = new BacktestStore(database);
      const page = { limit: MOST_RESULTS, offset: 0 };
      return { stored: await store.count(''), heads: await store.heads('', page) };
    });
    this.forget(heads);
    for (const head of heads) {
      const { venue, symbols, strategy, sizing } = await this.of(head);
      const trades = symbols.get(symbol);
      const [summary] = venue === exchange && trades ? await this.board.summaries([head]) : [];
      if (!summary || !trades) continue;
      const { sha256, createdAtMs, source, window, metrics, stale } = summary;
      return {
        ...{ exchange, symbol, stored },
        result: {
          ...{ sha256, createdAtMs, source, window, strategy, sizing },
          markets: symbols.size,
          stale: stale?.text ?? null,
          ofMarket: rangeOf(trades.range),
          open: trades.open,
          yearlyYield: metrics.yearlyYield ?? null,
          yearlyYieldLow: metrics.yearlyYieldLow ?? null,
          yearlyYieldHigh: metrics.yearlyYieldHigh ?? null,
        },
      };
    }
    return { exchange, symbol, stored, result: null };
  }

  private async of({ sha256 }: DocumentHead): Promise<OfMarkets> {
    const before = this.known.get(sha256);
    if (before) return before;
    const [found] = await this.read((database) => new BacktestStore(database).named(sha256));
    if (!found) return { venue: '', symbols: new Map(), strategy: '', sizing: '' };
    const of = ofMarkets(backtestDocumentV1.parse(JSON.parse(found.document)));
    this.known.set(sha256, of);
    return of;
  }

  private forget(heads: readonly DocumentHead[]): void {
    const kept = new Set(heads.map(({ sha256 }) => sha256));
    for (const sha256 of this.known.keys()) if (!kept.has(sha256)) this.known.delete(sha256);
  }
}

function ofMarkets({ setup, dataset, trades }: BacktestDocumentV1): OfMarkets {
  const { strategy, sizing } = setup.settings;
  const symbols = dataset.symbols.map((symbol): [string, MarketTrades] => {
    const own = trades.filter((trade) => trade.symbol === symbol);
    const closed = own.filter(({ closedAtMs }) => closedAtMs !== undefined);
    const nets = closed.flatMap(({ netUsdt, notionalUsdt }) => {
      const notional = Number(notionalUsdt);
      return notional > 0 ? [Number(netUsdt) / notional] : [];
    });
    return [symbol, { range: tradeRange(nets), open: own.length - closed.length }];
  });
  return { venue: setup.venue, symbols: new Map(symbols), strategy, sizing };
}

function rangeOf({ trades, won, ...range }: TradeRange): z.output<typeof tradeRangeView> {
  const { mean = null, low = null, high = null, worst = null, best = null } = range;
  return { trades, won, mean, low, high, worst, best };
}
