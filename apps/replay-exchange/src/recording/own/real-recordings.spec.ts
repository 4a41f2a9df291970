import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS, WEEK_MS } from '../../clock/durations.js';
import type { ListeningServer } from '../../http/exchange-server.js';
import { startReplayExchange } from '../../start-replay-exchange.js';
import {
  csvRows,
  FOLDER,
  HAS_RECORDINGS,
  number,
  recordedRows,
  SKIPPED,
  type CsvRow,
} from './real-recordings.fixture.js';

const ANCHOR_MS = Date.parse('2026-11-28T12:00:00Z');
/** After the last row of all. */
const LATER_MS = ANCHOR_MS + 2_000 * DAY_MS;

jest.setTimeout(240_000);

interface Described {
  readonly symbol: string;
  readonly launchedAtMs: number;
  readonly recordingEndsAtMs: number;
  readonly shiftWeeks: number;
  readonly candlesFrom: string;
  readonly fundingFrom: string;
  readonly spot: readonly { readonly symbol: string; readonly isDerived: boolean }[];
}

/** One market's rows as a client sees them, at the time of their recording; numbers as short as they can be. */
type Rows = readonly (readonly string[])[];

class Exchange {
  private constructor(private readonly server: ListeningServer) {}

  static async playing(apis: readonly string[], symbols?: readonly string[]): Promise<Exchange> {
    return new Exchange(
      await startReplayExchange({
        ...{ apis, symbols, port: 0, anchorMs: ANCHOR_MS, nowMs: LATER_MS, speed: 0 },
        ...{ recordings: FOLDER, requestLimit: 1_000_000, okxHistoryCap: 1_500 },
      }),
    );
  }

  close(): Promise<void> {
    return this.server.close();
  }

  async markets(api: string): Promise<readonly Described[]> {
    const { markets } = await this.get<{ markets: Described[] }>(`/replay?api=${api}`);
    return markets;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.server.url}${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return (await answer.json()) as T;
  }

  async info(body: object): Promise<CsvRow[]> {
    const asked = { method: 'POST', body: JSON.stringify(body) };
    return (await (await fetch(`${this.server.url}/info`, asked)).json()) as CsvRow[];
  }

  async nowIs(nowMs: number): Promise<void> {
    await fetch(`${this.server.url}/replay/clock`, {
      ...{ method: 'POST', body: JSON.stringify({ nowMs }) },
    });
  }

  /** Forwards, as Binance pages. */
  async binance(path: string, symbol: string, limit = 1_500): Promise<readonly unknown[][]> {
    const rows: unknown[][] = [];
    for (let startTime = 0; ;) {
      const query = `symbol=${symbol}&interval=1h&startTime=${startTime}&limit=${limit}`;
      const page = await this.get<unknown[][]>(`${path}?${query}`);
      rows.push(...page);
      if (page.length < limit) return rows;
      startTime = Number(page.at(-1)?.[0]) + 1;
    }
  }

  /** In windows of a page, as Bybit wants to be asked. */
  async bybit(
    path: string,
    { symbol, launchedAtMs, recordingEndsAtMs }: Described,
  ): Promise<string[][]> {
    const rows: string[][] = [];
    for (let start = launchedAtMs; start < recordingEndsAtMs; start += 1_000 * HOUR_MS) {
      const query = `category=linear&symbol=${symbol}&interval=60&start=${start}&end=${start + 999 * HOUR_MS}&limit=1000`;
      const { result } = await this.get<{ result: { list: string[][] } }>(`${path}?${query}`);
      rows.push(...result.list.reverse());
    }
    return rows;
  }

  /** Backwards, as OKX pages. */
  async okx(path: string, instId: string): Promise<string[][]> {
    const rows: string[][] = [];
    for (let after = LATER_MS; ;) {
      const query = `instId=${instId}&bar=1H&after=${after}&limit=1500`;
      const { data } = await this.get<{ data: string[][] }>(`${path}?${query}`);
      if (data.length === 0) return rows.reverse();
      rows.push(...data);
      after = Number(data.at(-1)?.[0]);
    }
  }
}

/** What was recorded of the hours that are played, with these columns. */
function hours(market: Described, name: string, kind: string, columns: readonly string[]): Rows {
  const [venue = '', symbol = ''] = name.split(' ');
  const shiftMs = market.shiftWeeks * WEEK_MS;
  return recordedRows(venue, kind, symbol)
    .map((row) => [
      String(Number(row['timestamp']) + shiftMs),
      ...columns.map((one) => number(row[one] ?? '')),
    ])
    .filter(
      ([at]) =>
        Number(at) >= market.launchedAtMs && Number(at) + HOUR_MS <= market.recordingEndsAtMs,
    );
}

function settlements(market: Described): Rows {
  const [venue = '', symbol = ''] = market.fundingFrom.split(' ');
  const shiftMs = market.shiftWeeks * WEEK_MS;
  return recordedRows(venue, 'funding', symbol)
    .filter((row) => !('fundingIntervalHours' in row))
    .map((row) => {
      const at =
        row['timestamp'] ?? row['fundingTime'] ?? row['fundingRateTimestamp'] ?? row['time'];
      const rate = row['funding_rate'] ?? row['fundingRate'] ?? row['realizedRate'] ?? '';
      return [String(Number(at) + shiftMs), number(rate)];
    })
    .filter(([at]) => Number(at) >= market.launchedAtMs && Number(at) <= market.recordingEndsAtMs);
}

function served(rows: readonly (readonly unknown[])[], columns: number): Rows {
  return rows.map((row) =>
    row.slice(0, columns).map((value, i) => (i === 0 ? String(value) : number(String(value)))),
  );
}

const TRADED = ['open', 'high', 'low', 'close', 'volume'];
const MARK = ['open', 'high', 'low', 'close'];

const real = HAS_RECORDINGS ? describe : describe.skip;
if (!HAS_RECORDINGS) it(`skipped, the rows of a folder of recordings: ${SKIPPED}`, () => undefined);

real('a folder of recordings', () => {
  let exchange: Exchange;

  beforeAll(async () => {
    exchange = await Exchange.playing(['bybit', 'binanceusdm', 'okx']);
  });
  afterAll(() => exchange.close());

  it('is served value for value by Binance: perpetual, mark, spot and settlements', async () => {
    const markets = await exchange.markets('binanceusdm');
    expect(markets.length).toBeGreaterThan(13);
    for (const market of markets) {
      const { symbol, candlesFrom, spot } = market;
      const candles = await exchange.binance('/fapi/v1/klines', symbol);
      expect(served(candles, 6)).toEqual(hours(market, candlesFrom, '1h', TRADED));
      const marks = await exchange.binance('/fapi/v1/markPriceKlines', symbol);
      expect(served(marks, 5)).toEqual(hours(market, `binance ${symbol}`, 'mark-1h', MARK));
      for (const one of spot.filter(({ isDerived }) => !isDerived)) {
        const rows = await exchange.binance('/api/v3/klines', one.symbol, 1_000);
        expect(served(rows, 6)).toEqual(hours(market, `binance ${one.symbol}`, 'spot-1h', TRADED));
      }
      const settled = [];
      for (let startTime = 0; ;) {
        const query = `symbol=${symbol}&startTime=${startTime}&limit=1000`;
        const page = await exchange.get<{ fundingTime: number; fundingRate: string }[]>(
          `/fapi/v1/fundingRate?${query}`,
        );
        settled.push(...page.map((row) => [row.fundingTime, row.fundingRate]));
        if (page.length < 1_000) break;
        startTime = (page.at(-1)?.fundingTime ?? 0) + 1;
      }
      expect(served(settled, 2)).toEqual(settlements(market));
    }
  });

  it('is served value for value by Bybit', async () => {
    const markets = await exchange.markets('bybit');
    expect(markets.length).toBeGreaterThan(9);
    for (const market of markets) {
      const { symbol, candlesFrom } = market;
      const candles = await exchange.bybit('/v5/market/kline', market);
      expect(served(candles, 6)).toEqual(hours(market, candlesFrom, '1h', TRADED));
      const marks = await exchange.bybit('/v5/market/mark-price-kline', market);
      expect(served(marks, 5)).toEqual(hours(market, `bybit ${symbol}`, 'mark-1h', MARK));
      const settled: string[][] = [];
      for (let end = market.recordingEndsAtMs; ;) {
        const { result } = await exchange.get<{ result: { list: CsvRow[] } }>(
          `/v5/market/funding/history?category=linear&symbol=${symbol}&endTime=${end}&limit=200`,
        );
        if (result.list.length === 0) break;
        settled.push(
          ...result.list.map((row) => [
            row['fundingRateTimestamp'] ?? '',
            row['fundingRate'] ?? '',
          ]),
        );
        end = Number(settled.at(-1)?.[0]) - 1;
      }
      expect(served(settled.reverse(), 2)).toEqual(settlements(market));
    }
  });

  it('is served value for value by OKX, which keeps three months of funding', async () => {
    const markets = await exchange.markets('okx');
    expect(markets.length).toBeGreaterThan(5);
    for (const market of markets) {
      const { symbol, candlesFrom, launchedAtMs, recordingEndsAtMs } = market;
      const candles = await exchange.okx('/api/v5/market/history-candles', symbol);
      expect(served(candles, 6)).toEqual(hours(market, candlesFrom, '1h', TRADED));
      const marks = await exchange.okx('/api/v5/market/history-mark-price-candles', symbol);
      expect(served(marks, 5)).toEqual(hours(market, `okx ${symbol}`, 'mark-1h', MARK));
      const settled = new Map<string, string>();
      const lastMs = recordingEndsAtMs + HOUR_MS;
      for (let fromMs = launchedAtMs; fromMs < lastMs; fromMs += 89 * DAY_MS) {
        await exchange.nowIs(Math.min(lastMs, fromMs + 89 * DAY_MS));
        const { data } = await exchange.get<{ data: CsvRow[] }>(
          `/api/v5/public/funding-rate-history?instId=${symbol}&limit=400`,
        );
        for (const row of data) settled.set(row['fundingTime'] ?? '', row['realizedRate'] ?? '');
      }
      await exchange.nowIs(LATER_MS);
      expect(served([...settled].sort(), 2)).toEqual(settlements(market));
    }
  });

  it('gives the coins of several exchanges the rows of the same days', async () => {
    const shifts = await Promise.all(
      ['bybit', 'binanceusdm', 'okx'].map(async (api) => {
        const markets = await exchange.markets(api);
        return ['ETH', 'SOL', 'XRP'].map(
          (coin) => markets.find(({ symbol }) => symbol.startsWith(coin))?.shiftWeeks,
        );
      }),
    );
    expect(new Set(shifts.map(String)).size).toBe(1);
    expect(shifts[0]).not.toContain(undefined);
  });

  it('has the basis of INJ, 7.4 % below spot on 2026-02-19 at 01:00', async () => {
    const [market] = (await exchange.markets('binanceusdm')).filter(
      ({ symbol }) => symbol === 'INJUSDT',
    );
    const atMs = Date.parse('2026-02-19T01:00:00Z') + (market?.shiftWeeks ?? 0) * WEEK_MS;
    const query = `symbol=INJUSDT&interval=1h&startTime=${atMs}&limit=1`;
    const [perpetual] = await exchange.get<string[][]>(`/fapi/v1/klines?${query}`);
    const [spot] = await exchange.get<string[][]>(`/api/v3/klines?${query}`);
    expect(Number(perpetual?.[4]) / Number(spot?.[4]) - 1).toBeCloseTo(-0.074, 3);
  });

  it('has the intervals of XTZ: 8 h, from 2025-07-20 on 1 h, then 4 h', async () => {
    const [market] = (await exchange.markets('binanceusdm')).filter(
      ({ symbol }) => symbol === 'XTZUSDT',
    );
    const rows = await exchange.get<{ fundingTime: number }[]>(
      `/fapi/v1/fundingRate?symbol=XTZUSDT&startTime=0&limit=1000`,
    );
    const steps = rows.slice(1).map(({ fundingTime }, i) => ({
      atMs: fundingTime - (market?.shiftWeeks ?? 0) * WEEK_MS,
      hours: Math.round((fundingTime - (rows[i]?.fundingTime ?? 0)) / HOUR_MS),
    }));
    const changes = steps.filter(({ hours: now }, i) => now !== steps[i - 1]?.hours);
    expect(changes[0]?.hours).toBe(8);
    expect(changes.find(({ hours: now }) => now === 1)?.atMs).toBe(
      Date.parse('2025-07-20T09:00:00Z'),
    );
    expect(changes.at(-1)?.hours).toBe(4);
  });

  it('lists spot markets that do not trade as they are, without a price', async () => {
    const { symbols } = await exchange.get<{ symbols: CsvRow[] }>('/api/v3/exchangeInfo');
    const prices = await exchange.get<CsvRow[]>('/api/v3/ticker/price');
    for (const row of csvRows(
      join(FOLDER, 'legs/binance/spot-instruments/20260718T042314Z-break.csv.gz'),
    )) {
      const { symbol, status, baseAsset, quoteAsset } = row;
      expect(status).toBe('BREAK');
      expect(symbols).toContainEqual(
        expect.objectContaining({ symbol, status, baseAsset, quoteAsset }),
      );
      expect(prices.map((price) => price['symbol'])).not.toContain(symbol);
    }
  });

  it('has what Hyperliquid settled 15 minutes late at its own time', async () => {
    const both = await Exchange.playing(['binanceusdm', 'hyperliquid'], ['BTCUSDT']);
    try {
      const [market] = await both.markets('hyperliquid');
      if (!market) throw new Error('no BTC');
      const rows: CsvRow[] = [];
      for (let startTime = 0; ;) {
        const page = await both.info({ type: 'fundingHistory', coin: 'BTC', startTime });
        rows.push(...page);
        if (page.length < 500) break;
        startTime = Number(page.at(-1)?.['time']) + 1;
      }
      const settled = served(
        rows.map((row) => [row['time'], row['fundingRate']]),
        2,
      );
      expect(settled).toEqual(settlements(market));
      const late = settled.map(([at]) => Number(at) % HOUR_MS).filter((lateMs) => lateMs > 60_000);
      expect(late).toEqual([887_645, 110_963]);
      const candles = await both.info({
        type: 'candleSnapshot',
        req: { coin: 'BTC', interval: '1h', startTime: 0 },
      });
      await both.nowIs(market.recordingEndsAtMs);
      const kept = await both.info({
        type: 'candleSnapshot',
        req: { coin: 'BTC', interval: '1h', startTime: 0 },
      });
      expect(candles).toEqual([]);
      const columns = ['t', 'o', 'h', 'l', 'c', 'v'];
      expect(
        served(
          kept.map((row) => columns.map((one) => row[one])),
          6,
        ),
      ).toEqual(hours(market, 'hyperliquid BTC', '1h', TRADED));
    } finally {
      await both.close();
    }
  });
});
