import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RestClientV5 } from 'bybit-api';
import { HOUR_MS, WEEK_MS } from './clock/durations.js';
import type { ListeningServer } from './http/exchange-server.js';
import { RECORDINGS_DIRECTORY, RecordingLibrary } from './recording/recording-library.js';
import { startReplayExchange } from './start-replay-exchange.js';

const NOW_MS = Date.parse('2026-09-01T12:34:56Z');
const library = new RecordingLibrary(RECORDINGS_DIRECTORY);

/** An unmodified third-party client is the judge of whether this is Bybit's API. */
let exchange: ListeningServer;
let client: RestClientV5;

beforeAll(async () => {
  exchange = await startReplayExchange({ port: 0, nowMs: NOW_MS, speed: 0 });
  client = new RestClientV5({ baseUrl: exchange.url });
});
afterAll(() => exchange.close());

async function linearInstruments(filter: object = {}) {
  const { result } = await client.getInstrumentsInfo({ category: 'linear', ...filter });
  return result;
}

describe('instruments', () => {
  it('hold 28 USDT perpetuals, a USDC perpetual and a dated future, and no closed market', async () => {
    const { list } = await linearInstruments();
    const perpetuals = list.filter((one) => one.contractType === 'LinearPerpetual');
    expect(perpetuals.filter((one) => one.settleCoin === 'USDT')).toHaveLength(28);
    expect(perpetuals.filter((one) => one.settleCoin === 'USDC').map((one) => one.symbol)).toEqual([
      'LTCPERP',
    ]);
    // The client's types do not know LinearFutures, so it is found by what it is not.
    const others = list.filter((one) => one.contractType !== 'LinearPerpetual');
    expect(others).toMatchObject([{ symbol: 'BTCUSDT-25DEC26', contractType: 'LinearFutures' }]);
    expect(list.map((one) => one.symbol)).not.toContain('TONUSDT');
  });

  it('list the closed market when asked by status, with the time of its delisting', async () => {
    const { list } = await linearInstruments({ status: 'Closed' });
    expect(list.map((one) => one.symbol)).toEqual(['TONUSDT']);
    expect(Number(list[0]?.deliveryTime)).toBeLessThan(NOW_MS);
  });

  it('come page by page with a cursor, each once', async () => {
    const whole = await linearInstruments();
    const symbols: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await linearInstruments({ limit: 7, ...(cursor && { cursor }) });
      symbols.push(...page.list.map((one) => one.symbol));
      cursor = page.nextPageCursor;
    } while (cursor);
    expect(symbols).toEqual(whole.list.map((one) => one.symbol));
  });

  it('are listed when the recording begins', async () => {
    const { list } = await linearInstruments();
    for (const { symbol, launchTime } of list) {
      const first = await client.getKline({
        category: 'linear',
        symbol,
        interval: '60',
        start: 0,
        limit: 1,
      });
      expect(first.result.list[0]?.[0]).toBe(launchTime);
    }
  });

  it('are none in the categories that were not recorded', async () => {
    const { result } = await client.getInstrumentsInfo({ category: 'inverse' });
    expect(result.list).toEqual([]);
  });
});

describe('tickers', () => {
  it('rank the decoys high', async () => {
    const { result } = await client.getTickers({ category: 'linear' });
    const ranked = [...result.list].sort((a, b) => Number(b.turnover24h) - Number(a.turnover24h));
    const top = ranked.slice(0, 10).map((one) => one.symbol);
    expect(top).toEqual(expect.arrayContaining(['LTCPERP', 'BTCUSDT-25DEC26', 'SEIUSDT']));
  });

  it('know a symbol that no list of instruments knows', async () => {
    const { list } = await linearInstruments({ symbol: 'SEIUSDT' });
    const { result } = await client.getTickers({ category: 'linear', symbol: 'SEIUSDT' });
    expect(list).toEqual([]);
    expect(result.list).toHaveLength(1);
  });

  it('announce the next recorded settlement', async () => {
    const { result } = await client.getTickers({ category: 'linear', symbol: 'INJUSDT' });
    const ticker = result.list[0];
    expect(ticker?.nextFundingTime).toBe(String(Date.parse('2026-09-01T16:00:00Z')));
    expect(ticker?.fundingIntervalHour).toBe('8');
    expect(ticker?.fundingRate).toMatch(/^-?0\.\d+$/);
  });
});

describe('settled funding', () => {
  it('walked backwards is the recording of INJUSDT, row for row', async () => {
    const described = (await (await fetch(`${exchange.url}/replay`)).json()) as {
      markets: { symbol: string; shiftWeeks: number; launchedAtMs: number }[];
    };
    const market = described.markets.find((one) => one.symbol === 'INJUSDT');
    const shiftMs = (market?.shiftWeeks ?? 0) * WEEK_MS;
    const recorded = library
      .settlements({ exchange: 'bybit', symbol: 'INJUSDT' })
      .map((row) => ({ stamp: String(row.stampMs + shiftMs), rate: row.rate }))
      .filter(({ stamp }) => Number(stamp) >= (market?.launchedAtMs ?? 0))
      .filter(({ stamp }) => Number(stamp) <= NOW_MS);
    const served: typeof recorded = [];
    let endTime = NOW_MS;
    for (;;) {
      const { result } = await client.getFundingRateHistory({
        category: 'linear',
        symbol: 'INJUSDT',
        endTime,
      });
      if (result.list.length === 0) break;
      served.push(
        ...result.list.map((row) => ({ stamp: row.fundingRateTimestamp, rate: row.fundingRate })),
      );
      endTime = Number(served.at(-1)?.stamp) - 1;
    }
    expect(served.reverse()).toEqual(recorded);
    expect(served.length).toBeGreaterThan(900);
  });

  it('of a window with more than a page in it is the newest page, whatever limit is asked', async () => {
    const { result } = await client.getFundingRateHistory({
      category: 'linear',
      symbol: 'BTCUSDT',
      startTime: 0,
      endTime: NOW_MS,
      limit: 300,
    });
    expect(result.list).toHaveLength(200);
    expect(result.list[0]?.fundingRateTimestamp).toBe(String(Date.parse('2026-09-01T08:00:00Z')));
  });

  it('includes both bounds', async () => {
    const [startTime, endTime] = ['2026-08-31T08:00:00Z', '2026-09-01T08:00:00Z'].map(Date.parse);
    const { result } = await client.getFundingRateHistory({
      category: 'linear',
      symbol: 'BTCUSDT',
      startTime: startTime ?? 0,
      endTime: endTime ?? 0,
    });
    expect(result.list.map((row) => Number(row.fundingRateTimestamp))).toEqual([
      endTime,
      (endTime ?? 0) - 8 * HOUR_MS,
      (endTime ?? 0) - 16 * HOUR_MS,
      startTime,
    ]);
  });

  it('is refused from a start without an end', async () => {
    const { retCode } = await client.getFundingRateHistory({
      category: 'linear',
      symbol: 'BTCUSDT',
      startTime: 0,
    });
    expect(retCode).toBe(10001);
  });
});
