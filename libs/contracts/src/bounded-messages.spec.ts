import { describe, expect, it } from '@jest/globals';
import { BacktestProgressV1, boundedReason } from './facts/backtest-progress-v1.js';
import { boundedSynced, DataSyncedV1, type DataSynced } from './facts/data-synced-v1.js';
import { boundedUniverse, DataUniverseV1, type DataUniverse } from './facts/data-universe-v1.js';
import { boundedCycle, DeskCycleV1, type DeskCycle } from './facts/desk-cycle-v1.js';
import { jsonBytes } from './facts/json-bytes.js';
import {
  MarketRatesV1,
  ratesInParts,
  ratesPartSubject,
  type MarketRates,
} from './facts/market-rates-v1.js';
import { boundedSyncReply, DataSyncCommandV1 } from './commands/data-sync-command-v1.js';

const MOST_BYTES = 256_000;
const ABOUT = { v: 1, atMs: 0, exchange: 'bybit', source: 'live' } as const;
const symbolOf = (market: number) => `COIN${market}/USDT:USDT`;
const each = <Item>(many: number, of: (market: number) => Item) =>
  Array.from({ length: many }, (_, market) => of(market));

function synced(markets: number): DataSynced {
  const series = { kind: 'candles', timeframe: '1m' } as const;
  return {
    ...ABOUT,
    rowsAdded: markets,
    rowsRevised: 0,
    series: each(markets, (market) => ({
      symbol: symbolOf(market),
      series,
      rowsAdded: 1,
      rowsRevised: 0,
    })),
  };
}

function universe(markets: number): DataUniverse {
  return {
    ...ABOUT,
    markets: each(markets, (market) => ({
      symbol: symbolOf(market),
      nativeId: `COIN${market}USDT`,
      rank: market + 1,
      turnoverUsdt24h: '123456789.123',
      listedAtMs: 0,
    })),
    entered: each(markets, symbolOf),
    left: [],
  };
}

function rates(markets: number): MarketRates {
  return {
    ...ABOUT,
    pollSeconds: 5,
    markets: each(markets, (market) => ({
      symbol: symbolOf(market),
      nativeId: `COIN${market}USDT`,
      predictedRate: '0.0001',
      nextFundingAtMs: 28_800_000,
      intervalMinutes: 480,
      markPrice: '1.2345678901',
      lastPrice: '1.2345678901',
      // The last ones are traded most.
      turnoverUsdt24h: String(1_000 + market),
      spot: { symbol: `COIN${market}/USDT`, lastPrice: '1.2345678', unitsPerContract: 1 },
    })),
  };
}

function cycle(markets: number): DeskCycle {
  const zero = {
    startingEquityUsdt: '0',
    cashUsdt: '0',
    equityUsdt: '0',
    realisedUsdt: '0',
    unrealisedUsdt: '0',
    fundingUsdt: '0',
    feesUsdt: '0',
  };
  return {
    v: 1,
    number: 1,
    exchange: 'bybit',
    source: 'live',
    startedAtMs: 0,
    durationMs: 1,
    warnings: each(markets, () => 'Something went wrong without ending the cycle'),
    rowsSynced: 0,
    opened: 1,
    closed: 0,
    held: 1,
    ledger: zero,
    markets: each(markets, (market) => ({
      symbol: symbolOf(market),
      nativeId: `COIN${market}USDT`,
      rank: market % 2 === 0 ? markets - market : null,
      netYield: 0.123456789,
      grossYield: 0.123456789,
      breakEvenSettlements: 12.3456789,
      persistence: 0.987654321,
      action: market === 0 ? ('held' as const) : market === 1 ? 'opened' : 'passed',
      reasonCode: 'below-entry',
      reason: 'Net 12.3 % a year after all costs of a round trip, less than the 15 % for an entry',
    })),
  };
}

describe('a message about a large universe', () => {
  it('fits when 5,000 series changed in one sync, and the sums are of all', () => {
    const bounded = boundedSynced(synced(5_000), MOST_BYTES);
    expect(jsonBytes(bounded)).toBeLessThanOrEqual(MOST_BYTES);
    expect(DataSyncedV1.schema.parse(bounded)).toMatchObject({
      seriesTotal: 5_000,
      rowsAdded: 5_000,
    });
    expect(boundedSynced(synced(1_000), MOST_BYTES).series).toHaveLength(1_000);
  });

  it('fits when 5,000 markets are tracked and all have just entered', () => {
    const bounded = boundedUniverse(universe(5_000), MOST_BYTES);
    expect(jsonBytes(bounded)).toBeLessThanOrEqual(MOST_BYTES);
    expect(DataUniverseV1.schema.parse(bounded)).toMatchObject({
      marketsTotal: 5_000,
      enteredTotal: 5_000,
    });
    const usual = boundedUniverse(universe(500), MOST_BYTES);
    expect([usual.markets.length, usual.entered.length]).toEqual([500, 500]);
  });

  it('is published in parts for the rates of 3,000 markets, and no rate is lost', () => {
    const parts = ratesInParts(rates(3_000), MOST_BYTES);
    expect(parts.length).toBeGreaterThan(1);
    parts.forEach((part, i) => {
      expect(jsonBytes(part)).toBeLessThanOrEqual(MOST_BYTES);
      expect(MarketRatesV1.schema.parse(part).part).toEqual({ number: i + 1, of: parts.length });
    });
    const symbols = parts.flatMap((part) => part.markets.map(({ symbol }) => symbol));
    expect(symbols).toEqual(each(3_000, symbolOf).toReversed());
    expect(ratesInParts(rates(300), MOST_BYTES)).toEqual([rates(300)]);
    expect(ratesPartSubject('bybit', 2)).toBe('market.rates.bybit.2');
  });

  it('of a cycle over 3,000 markets keeps what was traded and held, then the best', () => {
    const bounded = boundedCycle(cycle(3_000), MOST_BYTES);
    expect(jsonBytes(bounded)).toBeLessThanOrEqual(MOST_BYTES);
    expect(DeskCycleV1.schema.parse(bounded)).toMatchObject({
      marketsTotal: 3_000,
      warningsTotal: 3_000,
    });
    expect(bounded.markets.slice(0, 3).map(({ action }) => action)).toEqual([
      'held',
      'opened',
      'passed',
    ]);
    expect(bounded.markets.slice(2, 5).map(({ rank }) => rank)).toEqual([2, 4, 6]);
    expect(boundedCycle(cycle(100), MOST_BYTES)).toEqual(cycle(100));
  });

  it('that answers a command is cut too', () => {
    const failed = each(9_000, (market) => ({ symbol: symbolOf(market), reason: 'not proven' }));
    const reply = { v: 1, syncedAtMs: 0, rowsAdded: 0, marketsFailed: failed } as const;
    const bounded = boundedSyncReply({ ...reply, marketsFailed: [...failed] }, MOST_BYTES);
    expect(jsonBytes(bounded)).toBeLessThanOrEqual(MOST_BYTES);
    expect(DataSyncCommandV1.reply.parse(bounded).marketsFailedTotal).toBe(9_000);
  });

  it('of a backtest names as many of 3,000 series that lack something as have room, and how many more', () => {
    const windows = Array.from({ length: 300 }, () => '2026-02-03T07:00:00.000Z').join(', ');
    const lines = each(3_000, (market) => `bybit:${symbolOf(market)} is not proven in ${windows}`);
    const reason = boundedReason(lines.join('\n'));
    expect(BacktestProgressV1.schema.shape.reason.parse(reason)).toBe(reason);
    expect(reason.split('\n')).toHaveLength(50);
    expect(reason).toMatch(/^bybit:COIN0\/USDT:USDT is not proven in .*…\n/);
    expect(reason).toMatch(/\nand 2951 more$/);
    expect(boundedReason('a\nb')).toBe('a\nb');
  });
});
