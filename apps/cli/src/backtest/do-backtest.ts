import type { BacktestInput } from '@fullcarry/domain/backtest/backtest-input';
import {
  backtestDocument,
  documentText,
  type BacktestDocument,
} from '@fullcarry/domain/backtest/result/backtest-document';
import { runBacktest, type BacktestWatch } from '@fullcarry/domain/backtest/run-backtest';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import {
  readHistories,
  type AskedRows,
  type ReadRows,
} from '@fullcarry/history/backtest/read-histories';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { sha256 } from '@fullcarry/history/proof/certify-series';
import { marketsNamed, marketsOf } from '../database/find-market.js';
import { UsageError } from '../usage-error.js';
import type { BacktestWish } from './backtest-options.js';

/** A backtest with its markets found: all that its result depends on but the rows. */
export interface AskedBacktest extends Pick<
  BacktestWish,
  'startingEquityUsdt' | 'settings' | 'execution'
> {
  readonly rows: AskedRows;
}

export interface DoneBacktest {
  readonly document: BacktestDocument;
  /** Canonical JSON. */
  readonly text: string;
  readonly sha256: string;
}

/** Errors: UsageError where the markets are not there, or of several exchanges. */
export async function askedBacktest(
  database: Database,
  wish: BacktestWish,
): Promise<AskedBacktest> {
  const all = await new MarketStore(database).allSeries();
  const markets = wish.symbols
    ? wish.symbols.flatMap((symbol) => marketsNamed(all, symbol, wish.exchange))
    : marketsOf(all, wish.exchange).filter(({ tracked }) => tracked);
  const exchanges = [...new Set(markets.map(({ exchange }) => exchange))].sort();
  const [exchange, another] = exchanges;
  if (exchange === undefined)
    throw new UsageError('No market is tracked: name some with --symbols');
  if (another !== undefined) {
    throw new UsageError(`These markets are of ${exchanges.join(' and ')}: add --exchange`);
  }
  const { timeframe, window, assume, startingEquityUsdt, settings, execution } = wish;
  const symbols = markets.map(({ symbol }) => symbol);
  const rows = { exchange, symbols, timeframe, window, assume };
  return { rows, startingEquityUsdt, settings, execution };
}

/** Reads and runs. Errors: as readHistories and runBacktest. */
export async function doBacktest(
  database: Database,
  asked: AskedBacktest,
  watch: BacktestWatch,
): Promise<DoneBacktest> {
  const read = await readHistories(database, asked.rows);
  const input = inputOf(asked, read);
  const run = await runBacktest(input, watch);
  const { dataset, assumed } = read;
  const document = backtestDocument(input, run, { dataset, assumed, assume: asked.rows.assume });
  const text = documentText(document);
  return { document, text, sha256: sha256(text) };
}

export function inputOf(asked: AskedBacktest, { markets }: ReadRows): BacktestInput {
  const { rows, startingEquityUsdt, settings, execution } = asked;
  return {
    venue: rows.exchange,
    window: rows.window,
    stepMs: timeframeMs(rows.timeframe),
    startingEquityUsdt,
    settings,
    execution,
    markets,
  };
}
