import type { Certificate } from '../../completeness/proof/certificate.js';
import type { Sha256 } from '../../completeness/proof/certificate.js';
import { exact, plain, sum } from '../../desk/book/exact.js';
import { isHeld } from '../../desk/book/position.js';
import type { LedgerPoint } from '../../desk/book/statistics.js';
import type { TimeWindow } from '../../time-window.js';
import type { BacktestInput, BacktestSettings } from '../backtest-input.js';
import type { ExecutionModel } from '../execution-model.js';
import type { BacktestRun, FailedAction } from '../run-backtest.js';
import {
  heldHours,
  metricsOf,
  type BacktestMetrics,
  type MeasuredTrade,
} from '../statistics/metrics.js';
import { canonicalJson, type Json } from './canonical-json.js';
import { NOT_MODELLED } from './not-modelled.js';
import { attributionSum, type Attribution } from './trade-money.js';
import { tradeOf, type Trade } from './trade.js';

/** Grows with each change that may change a result: a result of another engine is not compared. */
export const ENGINE_VERSION = 3;

/** The proof of the rows of one series in the window: see Certificate. */
export interface SeriesProof {
  /** See seriesName. */
  readonly series: string;
  readonly rows: number;
  readonly confirmedEmpty: number;
  readonly beforeListing: number;
  readonly afterDelisting: number;
  readonly sha256: string;
}

/** What a result rests on, besides the rows: sentences, and the short names by which they are asked for. */
export interface Assumption {
  readonly name: string;
  readonly text: string;
}

/** The rows that a run read. */
export interface BacktestDataset {
  /** Where the rows come from: `live`, or a replay's name. */
  readonly source: string;
  /** Of the candles: `1h`. */
  readonly timeframe: string;
  /** ccxt's unified symbols, in their order. */
  readonly symbols: readonly string[];
  readonly series: readonly SeriesProof[];
  /** Over a line a series, in the order of their names. */
  readonly sha256: string;
}

/** What a run is asked for: with the same rows it is the same result. */
export interface BacktestSetup {
  readonly venue: string;
  readonly window: TimeWindow;
  readonly startingEquityUsdt: string;
  readonly settings: BacktestSettings;
  readonly execution: ExecutionModel;
  /** Short names of what is assumed although it is not stored. */
  readonly assume: readonly string[];
}

/** A whole result. Its name is the SHA-256 of its canonical JSON. */
export interface BacktestDocument {
  readonly v: 1;
  readonly engine: number;
  readonly setup: BacktestSetup;
  readonly dataset: BacktestDataset;
  readonly assumed: readonly Assumption[];
  readonly notModelled: readonly string[];
  /** Of all trades; its net is that of the equity, to the digit. */
  readonly attribution: Attribution;
  readonly metrics: BacktestMetrics;
  readonly trades: readonly Trade[];
  readonly daily: readonly LedgerPoint[];
  readonly failures: readonly FailedAction[];
  readonly passedBecause: Readonly<Record<string, number>>;
  readonly cycles: number;
  readonly pausedBecause: string | undefined;
}

export function seriesProof(series: string, certificate: Certificate): SeriesProof {
  const { present, confirmedEmpty, beforeListing, afterDelisting, sha256 } = certificate;
  return { series, rows: present, confirmedEmpty, beforeListing, afterDelisting, sha256 };
}

/** The fingerprint of the rows of a run: over a line a series, in the order of their names. */
export function rowsSha256(proofs: readonly SeriesProof[], sha256: Sha256): string {
  const lines = proofs.map((one) => `${one.series} ${one.rows} ${one.sha256}`);
  return sha256(lines.sort().join('\n'));
}

/** Returns a run as a document. Errors: LedgerError where its trades do not add up to its equity. */
export function backtestDocument(
  input: BacktestInput,
  run: BacktestRun,
  about: Pick<BacktestDocument, 'dataset' | 'assumed'> & Pick<BacktestSetup, 'assume'>,
): BacktestDocument {
  const { venue, window, startingEquityUsdt, settings, execution } = input;
  const traded = tradesOf(run);
  const trades = traded.map(({ trade }) => trade);
  const attribution = attributionSum(trades);
  const gained = exact(run.ledger.equityUsdt).minus(exact(startingEquityUsdt));
  if (!gained.eq(exact(attribution.netUsdt))) {
    throw new RangeError(
      `The trades come to ${attribution.netUsdt} and the equity to ${plain(gained)}`,
    );
  }
  const daily = run.daily.map(({ atMs, equityUsdt }) => ({ atMs, equityUsdt: Number(equityUsdt) }));
  // A Sharpe ratio of funding alone misleads: without the basis next to nothing is spread.
  // What it learns from before it trades is no time that it could earn in.
  const tradedIn = { fromMs: input.tradeFromMs ?? window.fromMs, toMs: window.toMs };
  const metrics = metricsOf(Number(startingEquityUsdt), daily, traded.map(measuredOf), tradedIn);
  return {
    v: 1,
    engine: ENGINE_VERSION,
    setup: {
      ...{ venue, window, startingEquityUsdt, settings, execution },
      assume: [...about.assume].sort(),
    },
    dataset: about.dataset,
    assumed: about.assumed,
    notModelled: NOT_MODELLED,
    attribution,
    metrics: input.markets.some(({ spots }) => spots === undefined)
      ? { ...metrics, sharpe: undefined, probabilisticSharpe: undefined }
      : metrics,
    trades,
    daily: run.daily,
    failures: run.failures,
    passedBecause: Object.fromEntries(run.passedBecause),
    cycles: run.cycles,
    pausedBecause: run.pausedBecause,
  };
}

/** The trades of a run, as far as metrics ask. */
export function measuredTrades(run: BacktestRun): MeasuredTrade[] {
  return tradesOf(run).map(measuredOf);
}

interface TradeDone {
  readonly trade: Trade;
  /** Nothing of it is held any more. */
  readonly isOver: boolean;
}

function tradesOf(run: BacktestRun): TradeDone[] {
  const traded = run.positions.filter(({ id }) => run.historyOf(id).fills.length > 0);
  return traded.map((position) => {
    const { id } = position;
    const trade = tradeOf(position, run.historyOf(id), run.met, run.lowestMarginShare(id));
    return { trade, isOver: !isHeld(position) };
  });
}

function measuredOf({ trade, isOver }: TradeDone): MeasuredTrade {
  return {
    netUsdt: Number(trade.netUsdt),
    fundingUsdt: Number(trade.fundingUsdt),
    costsUsdt: Number(plain(sum([exact(trade.feesUsdt), exact(trade.slippageUsdt)]))),
    notionalUsdt: Number(trade.notionalUsdt),
    heldHours: heldHours(trade.openedAtMs, isOver ? trade.closedAtMs : undefined),
  };
}

/** The document as the text that its name is the hash of. */
export function documentText(document: BacktestDocument): string {
  return canonicalJson(jsonOf(document));
}

/** Spelled out where an interface is no index signature. */
function jsonOf(document: BacktestDocument): Json {
  const { setup, dataset, assumed, attribution, metrics, trades, daily, failures } = document;
  return {
    ...document,
    setup: {
      ...setup,
      window: { ...setup.window },
      settings: { ...setup.settings },
      execution: { ...setup.execution },
    },
    dataset: { ...dataset, series: dataset.series.map((one) => ({ ...one })) },
    assumed: assumed.map((one) => ({ ...one })),
    attribution: { ...attribution },
    metrics: { ...metrics },
    trades: trades.map((trade) => ({
      ...trade,
      fills: trade.fills.map((one) => ({ ...one })),
      settlements: trade.settlements.map((one) => ({ ...one })),
    })),
    daily: daily.map((one) => ({ ...one })),
    failures: failures.map((one) => ({ ...one })),
    passedBecause: { ...document.passedBecause },
  };
}
