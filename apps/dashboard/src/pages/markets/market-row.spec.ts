import type { MarketSummary } from '@fullcarry/contracts/http/market/markets-route';
import { describe, expect, it } from '@jest/globals';
import { chooseRows } from './choose-rows.js';
import { mergeMarkets, type NewestFacts } from './market-row.js';

const SILENCE: NewestFacts = { rates: new Map(), cycle: undefined, progress: [] };

const BTC: MarketSummary = {
  exchange: 'bybit',
  symbol: 'BTC/USDT:USDT',
  nativeId: 'BTCUSDT',
  source: 'live',
  state: 'ready',
  tracked: true,
  rank: 1,
  turnoverUsdt24h: '5000000000',
  listedAtMs: null,
  delistedAtMs: null,
  predictedRate: '0.0001',
  nextFundingAtMs: 1,
  intervalMinutes: 480,
  markPrice: '97000',
  spotSymbol: 'BTC/USDT',
  lastSettled: null,
  netYield: 0.08,
  verdict: null,
  series: [],
};
const PEPE: MarketSummary = {
  ...BTC,
  symbol: '1000PEPE/USDT:USDT',
  nativeId: '1000PEPEUSDT',
  state: 'live',
  tracked: false,
};

describe('a line of the markets table', () => {
  it('shows the rate that was published last, and keeps what nobody published anew', () => {
    const newest = {
      symbol: BTC.symbol,
      nativeId: BTC.nativeId,
      predictedRate: '-0.0002',
      nextFundingAtMs: 2,
      intervalMinutes: 240,
      markPrice: '96000',
      lastPrice: '96001',
      turnoverUsdt24h: '6000000000',
      spot: null,
    };
    const [row] = mergeMarkets([BTC], { ...SILENCE, rates: new Map([['bybit', [newest]]]) });
    expect(row).toMatchObject({ predictedRate: '-0.0002', intervalMinutes: 240, netYield: 0.08 });
    const other = mergeMarkets([BTC], { ...SILENCE, rates: new Map([['okx', [newest]]]) });
    expect(other[0]?.predictedRate).toBe(BTC.predictedRate);
  });

  it('compares rates by the year, each by its own interval', () => {
    const hourly = { ...BTC, predictedRate: '0.00005', intervalMinutes: 60 };
    const [slow, fast] = mergeMarkets([BTC, hourly], SILENCE);
    expect(slow?.predictedYearly).toBeCloseTo(0.1095);
    expect(fast?.predictedYearly).toBeCloseTo(0.438);
  });

  it('has a change of the day only where a candle of yesterday is stored', () => {
    const figures = { mean7d: null, mean30d: null, daily: [], price24hAgo: 100_000 };
    const [row, other] = mergeMarkets([{ ...BTC, figures }, BTC], SILENCE);
    expect(row?.change24h).toBeCloseTo(-0.03);
    expect(other?.change24h).toBeUndefined();
  });

  it('is as complete as its least complete series', () => {
    const progress = {
      v: 1 as const,
      atMs: 1,
      exchange: 'bybit',
      symbol: BTC.symbol,
      nativeId: BTC.nativeId,
      series: [
        { series: { kind: 'funding' as const }, rowsDone: 5, rowsTotal: 10, missing: 5 },
        {
          series: { kind: 'candles' as const, timeframe: '1h' as const },
          rowsDone: 9,
          rowsTotal: 9,
          missing: 0,
        },
      ],
    };
    expect(mergeMarkets([BTC], { ...SILENCE, progress: [progress] })[0]!.completeness).toBe(0.5);
  });

  it('says nothing of the completeness of a market whose history nobody collects', () => {
    expect(mergeMarkets([PEPE], SILENCE)[0]!.completeness).toBeUndefined();
  });

  it('is found by words of its name, exchange and state, by a filter of each, and among the tracked', () => {
    const rows = mergeMarkets([BTC, PEPE], SILENCE);
    const names = (wish: Partial<Parameters<typeof chooseRows>[1]>) =>
      chooseRows(rows, { search: '', state: 'any', scope: 'all', exchange: 'any', ...wish }).map(
        (r) => r.nativeId,
      );
    expect(names({ search: ' pepe' })).toEqual(['1000PEPEUSDT']);
    expect(names({ search: 'pepe bybit collected' })).toEqual(['1000PEPEUSDT']);
    expect(names({ search: 'pepe okx' })).toEqual([]);
    expect(names({ exchange: 'okx' })).toEqual([]);
    expect(names({ state: 'ready' })).toEqual(['BTCUSDT']);
    expect(names({ scope: 'tracked' })).toEqual(['BTCUSDT']);
    expect(names({})).toHaveLength(2);
  });
});
