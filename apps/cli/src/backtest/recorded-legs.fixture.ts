import type {
  CandleColumns,
  MarketHistory,
  PriceColumns,
} from '@fullcarry/domain/backtest/history/market-history';
import { DAY_MS, HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { recordedRows } from '@fullcarry/testing/real-recordings';

const LOT = { quantityStep: '0.00000001', minQuantity: '0.00000001', minNotionalUsdt: '5' };

type Row = Readonly<Record<string, string>>;

/** Both legs of a coin as Binance had them, and when they are all recorded, in whole UTC days. */
export function recordedLegs(coin: string): MarketHistory {
  const rowsOf = (folder: Parameters<typeof recordedRows>[0]) =>
    recordedRows(folder, `binance ${coin}USDT`);
  const trades = candlesOf(rowsOf('1h'));
  // Another folder has the same settlements as the exchange wrote them, under other names.
  const funding = rowsOf('funding').filter((row) => row['funding_rate'] !== undefined);
  const stamps = Float64Array.from(funding, (row) => Number(stampOf(row)));
  return {
    ...{ venue: 'binanceusdm', symbol: `${coin}/USDT:USDT`, nativeId: `${coin}USDT` },
    ...{ spotSymbol: `${coin}/USDT`, unitsPerContract: 1, trades },
    marks: pricesOf(rowsOf('mark-1h')),
    spots: pricesOf(rowsOf('spot-1h')),
    funding: {
      settledAtMs: stamps.map((atMs) => Math.round(atMs / HOUR_MS) * HOUR_MS),
      stampedAtMs: stamps,
      rates: funding.map((row) => plainRate(row['funding_rate'] ?? '')),
    },
    ...{ announced: [], endedAtMs: undefined },
    lots: [{ sinceMs: 0, rules: { long: LOT, short: LOT, unitsPerContract: 1 } }],
  };
}

/** The stretch in which all of the markets have all of their rows. */
export function commonDays(markets: readonly MarketHistory[]): TimeWindow {
  const columns = markets.flatMap(({ trades, marks, spots, funding }) => [
    trades.openAtMs,
    ...(marks ? [marks.openAtMs] : []),
    ...(spots ? [spots.openAtMs] : []),
    funding.settledAtMs,
  ]);
  const fromMs = Math.max(...columns.map((one) => one[0] ?? Infinity));
  const toMs = Math.min(...columns.map((one) => one.at(-1) ?? -Infinity));
  return { fromMs: Math.ceil(fromMs / DAY_MS) * DAY_MS, toMs: Math.floor(toMs / DAY_MS) * DAY_MS };
}

/** The rows of a market that lie in a window. */
export function rowsIn(market: MarketHistory, { fromMs, toMs }: TimeWindow): MarketHistory {
  const kept = (times: Float64Array) => (values: Float64Array) =>
    values.filter((_, i) => fromMs <= (times[i] ?? NaN) && (times[i] ?? NaN) < toMs);
  const prices = ({ openAtMs, open, close }: PriceColumns) => {
    const keep = kept(openAtMs);
    return { openAtMs: keep(openAtMs), open: keep(open), close: keep(close) };
  };
  const { trades, marks, spots, funding } = market;
  const keep = kept(trades.openAtMs);
  const { settledAtMs, stampedAtMs, rates } = funding;
  return {
    ...market,
    trades: {
      ...prices(trades),
      ...{ high: keep(trades.high), low: keep(trades.low), volume: keep(trades.volume) },
    },
    marks: marks && prices(marks),
    spots: spots && prices(spots),
    funding: {
      settledAtMs: kept(settledAtMs)(settledAtMs),
      stampedAtMs: kept(settledAtMs)(stampedAtMs),
      rates: rates.filter((_, i) => {
        const atMs = settledAtMs[i] ?? NaN;
        return fromMs <= atMs && atMs < toMs;
      }),
    },
  };
}

function candlesOf(rows: readonly Row[]): CandleColumns {
  const column = (name: string) => Float64Array.from(rows, (row) => Number(row[name]));
  return {
    ...pricesOf(rows),
    ...{ high: column('high'), low: column('low'), volume: column('volume') },
  };
}

function pricesOf(rows: readonly Row[]): PriceColumns {
  const column = (name: string) => Float64Array.from(rows, (row) => Number(row[name]));
  return {
    openAtMs: Float64Array.from(rows, (row) => Number(stampOf(row))),
    ...{ open: column('open'), close: column('close') },
  };
}

function stampOf(row: Row): string | undefined {
  return row['timestamp'];
}

function plainRate(text: string): string {
  return text.includes('e') ? Number(text).toFixed(12) : text;
}
