import { assetOf } from '@fullcarry/domain/across/asset-of';
import type { LotsSince } from '@fullcarry/domain/backtest/history/lots-since';
import type { MarketHistory } from '@fullcarry/domain/backtest/history/market-history';
import {
  rowsSha256,
  type Assumption,
  type BacktestDataset,
} from '@fullcarry/domain/backtest/result/backtest-document';
import { PermanentError, TransientError } from '@fullcarry/domain/errors';
import {
  isCandleKind,
  seriesName,
  type SeriesKey,
  type SeriesKind,
} from '@fullcarry/domain/series';
import { DAY_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { Database } from '../database/database.js';
import { MarketStore } from '../markets/market-store.js';
import type { StoredSeries } from '../markets/stored-series.js';
import { lotsProof, lotsThen, type PublishedLot } from '../instruments/lots-then.js';
import { sha256 } from '../proof/certify-series.js';
import { ASSUMPTIONS, type AssumptionName } from '@fullcarry/domain/backtest/assumptions';
import { countedNow, proveWindow } from './prove-window.js';
import { candleColumns, priceColumns, settlementColumns } from './row-columns.js';
import { UnprovenWindowError, type Refusal } from './unproven-window-error.js';

/** Which rows a backtest asks for. */
export interface AskedRows {
  readonly exchange: string;
  /** ccxt's unified symbols. */
  readonly symbols: readonly string[];
  readonly timeframe: Timeframe;
  /** Whole UTC days: rows are proven by the day. */
  readonly window: TimeWindow;
  readonly assume: readonly AssumptionName[];
}

export interface ReadRows {
  readonly markets: readonly MarketHistory[];
  readonly dataset: BacktestDataset;
  readonly assumed: readonly Assumption[];
}

interface MarketSeries {
  readonly trades: StoredSeries;
  readonly funding: StoredSeries;
  readonly marks: StoredSeries | undefined;
  readonly spots: StoredSeries | undefined;
}

/**
 * Reads the proven rows of markets in a window, by columns.
 *
 * Errors: UnprovenWindowError that names each series and where it is not proven; PermanentError for a window that is no
 * whole days, and where what is not stored is not assumed; TransientError when rows changed while they were read.
 */
export async function readHistories(database: Database, asked: AskedRows): Promise<ReadRows> {
  const { window, assume } = asked;
  const { found, all, proven, dataset, published } = await provenRows(database, asked);
  const markets: MarketHistory[] = [];
  for (const series of found) {
    const announced = proven.announced.get(series.funding.id) ?? [];
    const lots = published.get(series.trades.market.symbol);
    markets.push({ ...(await historyOf(database, series, window, assume, lots)), announced });
  }
  if ((await countedNow(database, all, window)) !== proven.counted) {
    throw new TransientError('Rows changed while they were read: ask again');
  }
  return { markets, dataset, assumed: assumedOf(found, assume) };
}

/** What the rows are that would be read now, without reading them. Errors: as readHistories. */
export async function provenDataset(
  database: Database,
  asked: AskedRows,
): Promise<BacktestDataset> {
  return (await provenRows(database, asked)).dataset;
}

async function provenRows(
  database: Database,
  { window, symbols, exchange, timeframe, assume }: AskedRows,
) {
  if (window.fromMs % DAY_MS !== 0 || window.toMs % DAY_MS !== 0 || window.fromMs >= window.toMs) {
    throw new PermanentError('A backtest takes whole UTC days: rows are proven by the day');
  }
  const refusals: Refusal[] = [];
  const found: MarketSeries[] = [];
  const names = [...new Set(symbols)].sort();
  for (const symbol of names) {
    const series = await seriesOf(database, exchange, symbol, timeframe, refusals);
    if (series) found.push(series);
  }
  refuseUnassumed(found, assume);
  const published = assume.includes('fine-lots')
    ? NO_LOTS
    : await publishedLots(database, found, window);
  const all = found.flatMap(({ trades, funding, marks, spots }) =>
    [trades, funding, marks, assume.includes('flat-basis') ? undefined : spots].flatMap(
      (one) => one ?? [],
    ),
  );
  const proven = await proveWindow(database, all, window);
  refusals.push(...proven.refusals);
  if (refusals.length > 0) throw new UnprovenWindowError(refusals);
  const lots = [...published].map(([symbol, one]) => lotsProof(exchange, symbol, one));
  const series = [...proven.proofs.values(), ...lots].sort((a, b) =>
    a.series < b.series ? -1 : 1,
  );
  const source = [...new Set(all.map(({ market }) => market.source))].sort().join(', ');
  const dataset = { source, timeframe, symbols: names, series, sha256: rowsSha256(series, sha256) };
  return { found, all, proven, dataset, published };
}

async function seriesOf(
  database: Database,
  exchange: string,
  symbol: string,
  timeframe: Timeframe,
  refusals: Refusal[],
): Promise<MarketSeries | undefined> {
  const store = new MarketStore(database);
  const find = (kind: SeriesKind) =>
    store.find(
      isCandleKind(kind) ? { exchange, symbol, kind, timeframe } : { exchange, symbol, kind },
    );
  const required = async (key: SeriesKey) => {
    const series = await find(key.kind);
    if (!series) refusals.push({ series: seriesName(key), reason: 'not-stored', windows: [] });
    return series;
  };
  const trades = await required({ exchange, symbol, kind: 'candles', timeframe });
  const funding = await required({ exchange, symbol, kind: 'funding' });
  if (!trades || !funding) return undefined;
  const marks = await find('mark-candles');
  const spots = await find('spot-candles');
  const isKept = (one: StoredSeries | undefined) => (one && one.rows > 0 ? one : undefined);
  return { trades, funding, marks: isKept(marks), spots: isKept(spots) };
}

/** What is not stored is never silently another thing. */
function refuseUnassumed(all: readonly MarketSeries[], assume: readonly AssumptionName[]): void {
  const lacking = all.filter(({ spots }) => !spots).map(({ trades }) => trades.market.symbol);
  if (lacking.length > 0 && !assume.includes('flat-basis')) {
    const [first = '', ...others] = lacking;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    throw new PermanentError(
      `No spot history is stored of ${first}${more}: its basis is not known. --assume flat-basis runs without one, and says so on everything`,
    );
  }
  if (!assume.includes('fine-lots') && !assume.includes('fine-spot-lots')) {
    throw new PermanentError(
      'Which quantities spot markets took is not stored: --assume fine-spot-lots runs as if they took any, --assume fine-lots as if perpetuals did too, and both say so on everything',
    );
  }
}

const NO_LOTS: ReadonlyMap<string, readonly PublishedLot[]> = new Map();

/** By symbol. Errors: PermanentError where it was not published what a perpetual took at the beginning, or when it was new. */
async function publishedLots(
  database: Database,
  found: readonly MarketSeries[],
  { fromMs, toMs }: TimeWindow,
): Promise<ReadonlyMap<string, readonly PublishedLot[]>> {
  const published = new Map<string, readonly PublishedLot[]>();
  for (const { trades } of found) {
    const { exchange, symbol, listedAtMs = 0 } = trades.market;
    const lots = await lotsThen(database, exchange, symbol, toMs);
    const since = lots[0]?.sinceMs;
    // The list is read once a day.
    if (since === undefined || since > Math.max(fromMs, listedAtMs + DAY_MS)) {
      const from = since === undefined ? '' : ` before ${new Date(since).toISOString()}`;
      throw new PermanentError(
        `Which quantities ${symbol} took is not stored${from}: --assume fine-lots runs as if it took any, and says so on everything`,
      );
    }
    published.set(symbol, lots);
  }
  return published;
}

async function historyOf(
  database: Database,
  { trades, funding, marks, spots }: MarketSeries,
  window: TimeWindow,
  assume: readonly AssumptionName[],
  published: readonly PublishedLot[] | undefined,
): Promise<Omit<MarketHistory, 'announced'>> {
  const { exchange, symbol, nativeId, delistedAtMs } = trades.market;
  const { spotSymbol, unitsPerContract } = trades.market.spot ?? namedSpot(trades);
  const endedAtMs =
    delistedAtMs !== undefined && delistedAtMs < window.toMs ? delistedAtMs : undefined;
  const isFlat = assume.includes('flat-basis');
  return {
    ...{ venue: exchange, symbol, nativeId, spotSymbol, unitsPerContract },
    trades: await candleColumns(database, trades.id, window),
    marks: marks && (await priceColumns(database, marks.id, window)),
    spots: spots && !isFlat ? await priceColumns(database, spots.id, window) : undefined,
    funding: await settlementColumns(database, funding.id, window),
    endedAtMs,
    lots: published
      ? published.map((one) => lotsSince(one, unitsPerContract))
      : [fine(unitsPerContract)],
  };
}

/** By its name alone, where no spot market was ever seen beside it: it is priced as its perpetual then. */
function namedSpot({ market }: StoredSeries) {
  const { asset, multiplier } = assetOf(market);
  return { spotSymbol: `${asset}/USDT`, unitsPerContract: multiplier };
}

function fine(unitsPerContract: number): LotsSince {
  return { sinceMs: 0, rules: { long: FINE_LOT, short: FINE_LOT, unitsPerContract } };
}

function lotsSince({ sinceMs, lot }: PublishedLot, unitsPerContract: number): LotsSince {
  return { sinceMs, rules: lot && { long: FINE_LOT, short: lot, unitsPerContract } };
}

const FINE_LOT = {
  quantityStep: '0.00000001',
  minQuantity: '0.00000001',
  minNotionalUsdt: '5',
};

function assumedOf(all: readonly MarketSeries[], assume: readonly AssumptionName[]): Assumption[] {
  const always: AssumptionName[] = ['settled-rate-stands-in'];
  if (all.some(({ marks }) => !marks)) always.push('traded-price-for-mark');
  return [...new Set([...assume, ...always])]
    .sort()
    .map((name) => ({ name, text: ASSUMPTIONS[name] }));
}
