import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import { cutWindow, DAY_MS, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import { openExchange } from '@fullcarry/exchange/open-exchange';
import { Replay } from '@fullcarry/testing/replay';
import { afterEach, describe, expect, it } from '@jest/globals';
import { recordingOf } from './recording.js';
import { closeStacks, NOW_MS, Stack } from './stack.js';
import { held } from './stored.js';

const API = ['--api', 'binanceusdm'];

const FOUR_HOURLY = ['ENAUSDT', 'HYPEUSDT', 'KATUSDT', 'PAXGUSDT'];

/**
 * Its rate limiters are its own: in a new table of a shared budget the first funding request waits for half a minute,
 * as if all of the five minutes' 500 had just been used.
 */
const FETCHER = {
  EXCHANGE: 'binanceusdm',
  RATE_BUDGET_SCOPE: 'replica',
  HISTORICAL_TOP_PAIRS: '4',
};

afterEach(closeStacks);

describe('Binance’s recordings', () => {
  it('come out of the adapter row for row and value for value, within all three limits', async () => {
    // When the last recording has ended, since some intervals changed in its last days.
    const nowMs = NOW_MS + 14 * DAY_MS;
    const clock = ['--anchor', String(NOW_MS), '--now', String(nowMs), '--speed', '0'];
    const replay = await Replay.start([...API, ...clock]);
    const exchange = openExchange({
      id: 'binanceusdm',
      url: replay.url,
      rateBudget: 0.8,
      requestTimeoutMs: 10_000,
    });
    try {
      const markets = new Map((await exchange.markets()).map((one) => [one.nativeId, one]));
      const { markets: replayed } = await replay.describe();
      const recorded = replayed.filter(({ fundingFrom }) => fundingFrom?.startsWith('binance'));
      expect(recorded).toHaveLength(17);
      const changed = new Set<string>();
      await Promise.all(
        recorded.map(async (one) => {
          const market = markets.get(one.symbol)!;
          const { candles, settlements } = recordingOf(one, NOW_MS, nowMs);
          expect(market.listedAtMs).toBe(one.launchedAtMs);
          const window = {
            fromMs: market.listedAtMs!,
            toMs: Math.floor(nowMs / HOUR_MS) * HOUR_MS,
          };
          const pages = cutWindow(window, exchange.limits.candlesPerPage * HOUR_MS, window.fromMs);
          const read = await Promise.all(
            pages.map((page) => exchange.candlePage(market, '1h', page)),
          );
          expect(read.flat()).toEqual(candles);
          const asked = { ...window, toMs: nowMs };
          const page = await exchange.settlementPage(market, asked);
          const { rows: settled } = checkSettlementPage(page, asked);
          expect(settled).toEqual(
            settlements.map(({ settledAtMs, stampedAtMs, rate }) => ({
              settledAtMs,
              stampedAtMs,
              rate,
            })),
          );
          expect(settled.every((row) => row.settledAtMs % MINUTE_MS === 0)).toBe(true);
          const steps = settlements.slice(1).map((row) => row.intervalMinutes);
          if (new Set(steps).size > 1) changed.add(one.symbol);
        }),
      );
      expect([...changed].sort()).toEqual(
        ['ANIME', 'ANKR', 'AZTEC', 'COS', 'OGN', 'POWER'].map((coin) => `${coin}USDT`),
      );
      const rules = await exchange.tradingRules();
      const pepe = rules.find(({ symbol }) => symbol === '1000PEPE/USDT:USDT')!;
      expect(pepe.spot).toMatchObject({ spotNativeId: 'PEPEUSDT', unitsPerContract: 1_000 });
      // What was announced last is two weeks past by now, and nothing is announced any more.
      expect(await exchange.tickers()).toEqual([]);
      await exchange.spotTickers();

      const { breaches, banned, limits } = await replay.stats();
      expect({ breaches, banned }).toEqual({ breaches: 0, banned: 0 });
      // What is counted on both sides of the network is the same.
      expect(limits.map(({ peak }) => peak)).toEqual(
        exchange.limiters.map((limiter) => limiter.usage().inWindow),
      );
    } finally {
      await exchange.close();
      await replay.close();
    }
  }, 60_000);

  it('come out of the adapter with prices on both legs, and the interval of each coming rate', async () => {
    const clock = ['--anchor', String(NOW_MS), '--now', String(NOW_MS), '--speed', '0'];
    const replay = await Replay.start([...API, ...clock]);
    const exchange = openExchange({
      id: 'binanceusdm',
      url: replay.url,
      rateBudget: 0.8,
      requestTimeoutMs: 10_000,
    });
    try {
      const markets = await exchange.markets();
      const tickers = await exchange.tickers();
      const spots = new Map((await exchange.spotTickers()).map((spot) => [spot.symbol, spot]));
      expect(tickers).toHaveLength(markets.length);
      const btc = tickers.find(({ symbol }) => symbol === 'BTC/USDT:USDT')!;
      const spotPrice = Number(spots.get(btc.symbol)!.lastPrice);
      expect(Number(btc.lastPrice) / spotPrice).toBeCloseTo(1, 2);
      const ena = tickers.find(({ symbol }) => symbol === 'ENA/USDT:USDT')!;
      expect([btc, ena].map((one) => one.fundingIntervalMinutes)).toEqual([480, 240]);
    } finally {
      await exchange.close();
      await replay.close();
    }
  }, 60_000);
});

describe('a fetcher on Binance', () => {
  it('shows the settlement that all 4 h markets lack at the exchange itself as confirmed empty, with its evidence', async () => {
    // Seen at Binance: none of the 4 h markets has this one, whenever it is asked for.
    const at = Date.parse('2026-06-24T04:00:00Z');
    const now = String(Date.parse('2026-06-28T12:30:00Z'));
    const stack = await Stack.start({
      replay: [...API, '--symbols', FOUR_HOURLY.join(','), '--anchor', now, '--now', now],
      fetcher: FETCHER,
    });
    await stack.replay.scenario({
      lacking: FOUR_HOURLY.map((symbol) => ({ symbol, kind: 'funding', at: [at] })),
    });
    const { ready } = await stack.runToReady();
    for (const { nativeId, certificates } of ready.markets) {
      const absent = certificates.map((one) => [one.series.kind, one.confirmedEmpty]).sort();
      expect([nativeId, absent]).toEqual([
        nativeId,
        [
          ['candles', 0],
          ['funding', 1],
        ],
      ]);
      const { gaps, settlements } = await held(stack, nativeId, 'funding');
      expect(gaps).toMatchObject([
        { toMs: at + 4 * HOUR_MS, status: 'confirmed-empty', rowsExpected: 1 },
      ]);
      expect(gaps[0]!.evidence).toContain('none of the 1 due in it');
      expect(settlements.some(({ settledAtMs }) => settledAtMs === at)).toBe(false);
      const next = settlements.find(({ settledAtMs }) => settledAtMs > at)!;
      expect(next.intervalMinutes).toBe(8 * 60);
    }
    expect(ready.markets).toHaveLength(FOUR_HOURLY.length);
  }, 120_000);
});
