import type { MarketHistory } from '@fullcarry/domain/backtest/history/market-history';
import { seriesInMarket, type CandleKind, type SeriesKey } from '@fullcarry/domain/series';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import { subtractWindows, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Database } from '../database/database.js';
import { MarketStore } from '../markets/market-store.js';
import { SpotStore } from '../markets/spot-store.js';
import { proveStored } from '../proof/prove-stored.js';
import { savePage } from '../rows/save-page.js';

export interface DrawnRows {
  readonly window: TimeWindow;
  readonly markets: readonly MarketHistory[];
  /** Their spot candles are stored too. */
  readonly hasSpots?: boolean;
  /** Of each series that has some. */
  readonly gaps?: (symbol: string, kind: string) => readonly Gap[];
}

/** Stores histories as the fetcher would, and proves them; for specs. */
export async function fillDrawnMarkets(
  database: Database,
  { window, markets, hasSpots = false, gaps = () => [] }: DrawnRows,
): Promise<void> {
  await new MarketStore(database).saveUniverse(
    markets.map(({ symbol, nativeId, endedAtMs }, i) => ({
      ...{ exchange: 'bybit', symbol, nativeId, listedAtMs: window.fromMs },
      ...{ endsAtMs: endedAtMs, rank: i + 1, turnoverUsdt24h: '1000000000' },
    })),
    {
      ...{ exchange: 'bybit', source: 'live', timeframe: '1h' },
      kinds: ['candles', 'funding', 'mark-candles'],
      evaluatedAtMs: window.toMs,
    },
  );
  for (const market of markets) {
    const { symbol, trades, funding } = market;
    const key = (kind: CandleKind): SeriesKey => ({
      ...{ exchange: 'bybit', symbol, kind, timeframe: '1h' },
    });
    const rows = rowsOf(trades);
    await store(database, key('candles'), { kind: 'candles', rows }, window, gaps);
    await store(database, key('mark-candles'), { kind: 'candles', rows }, window, gaps);
    if (hasSpots) await storeSpots(database, market, window, gaps);
    const settlements = funding.rates.map((rate, i) => ({
      settledAtMs: funding.settledAtMs[i] ?? 0,
      stampedAtMs: funding.stampedAtMs[i] ?? 0,
      rate,
    }));
    const own = { exchange: 'bybit', symbol, kind: 'funding' } as const;
    await store(database, own, { kind: 'funding', rows: settlements }, window, gaps);
  }
}

/** The prices alone are kept in a history: a spot candle is drawn from its open and close. */
async function storeSpots(
  database: Database,
  { symbol, spotSymbol, unitsPerContract, spots }: MarketHistory,
  window: TimeWindow,
  gaps: NonNullable<DrawnRows['gaps']>,
): Promise<void> {
  const markets = new MarketStore(database);
  const { id } = (await markets.tracked('bybit')).find((one) => one.symbol === symbol) ?? {};
  if (id === undefined || !spots) throw new Error('The market is not tracked');
  const spot = { spotSymbol, spotNativeId: spotSymbol.replace('/', ''), unitsPerContract };
  await new SpotStore(database).setSpot(id, spot, ['spot-candles'], '1h');
  const rows = Array.from(spots.openAtMs, (openAtMs, i) => {
    const [open = 0, close = 0] = [spots.open[i], spots.close[i]];
    const [high, low] = [Math.max(open, close), Math.min(open, close)];
    return { openAtMs, open, high, low, close, volume: 1 };
  });
  const key = { exchange: 'bybit', symbol, kind: 'spot-candles', timeframe: '1h' } as const;
  await store(database, key, { kind: 'candles', rows }, window, gaps);
}

function rowsOf({ openAtMs, open, high, low, close, volume }: MarketHistory['trades']) {
  return Array.from(openAtMs, (atMs, i) => ({
    openAtMs: atMs,
    open: open[i] ?? 0,
    high: high[i] ?? 0,
    low: low[i] ?? 0,
    close: close[i] ?? 0,
    volume: volume[i] ?? 0,
  }));
}

async function store(
  database: Database,
  key: SeriesKey,
  content: Parameters<typeof savePage>[1]['content'],
  window: TimeWindow,
  gapsOf: NonNullable<DrawnRows['gaps']>,
): Promise<void> {
  const series = await new MarketStore(database).find(key);
  if (!series) throw new Error('The series is not tracked');
  const gaps = gapsOf(key.symbol, seriesInMarket(key).kind);
  const open = gaps.filter(({ status }) => status === 'missing');
  const coverage = subtractWindows([window], open);
  await savePage(database, {
    ...{ seriesId: series.id, content, coverage, gapsWithin: window, gaps },
    ...{ readAtMs: window.toMs, foundBy: 'fill' },
  });
  const facts = { wanted: window, coverage, gaps, runs: [], nowMs: Infinity };
  if (!(await proveStored(database, series, facts, window.toMs))) {
    throw new Error('The rows changed while they were proven');
  }
}
