import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../../time-window.js';
import {
  backtest,
  CASE_SETTINGS,
  drawnMarket,
  every,
  hour,
  settled,
} from '../backtest-cases.fixture.js';
import type { BacktestInput } from '../backtest-input.js';
import type { MarketHistory, PriceColumns } from '../history/market-history.js';
import { runBacktest } from '../run-backtest.js';
import { guardAgainstLookAhead, instantsToGuard, type GuardResult } from './look-ahead-guard.js';

const HOURS = 500;

const markets = ['A', 'B', 'C'].map((name, i) => ({
  ...drawnMarket(name, HOURS, i + 31),
  funding: settled(every(4, HOURS / 4), (n) => (Math.sin(n / 50) * 0.0006).toFixed(8)),
  announced: [
    {
      ...{ observedAtMs: hour(100), firstNextAtMs: hour(100), intervalMs: 4 * HOUR_MS },
      lastNextAtMs: hour(HOURS),
    },
  ],
}));

const settings = { ...CASE_SETTINGS, entryNetYield: 0.01, restHours: 1, maxPaidBps: 2 };

const input = backtest(HOURS, markets, { settings });

const whole = await runBacktest(input);
const filledAtMs = whole.positions.flatMap(({ id }) =>
  whole.historyOf(id).fills.map((fill) => fill.filledAtMs),
);

const instants = (many: number) =>
  instantsToGuard({ fromMs: hour(150), toMs: hour(490) }, filledAtMs, many, 7);

/** What the guard says of an engine with a fault: one that gets its rows as `planted` makes them. */
function withFault(planted: (market: MarketHistory) => MarketHistory): Promise<GuardResult> {
  const run = (given: BacktestInput, watch: Parameters<typeof runBacktest>[1]) =>
    runBacktest({ ...given, markets: given.markets.map(planted) }, watch);
  return guardAgainstLookAhead(run, input, instants(4));
}

/** Candles that are published as if they had opened so many hours sooner. */
function sooner(columns: PriceColumns, hours: number): PriceColumns {
  return { ...columns, openAtMs: columns.openAtMs.map((atMs) => atMs - hours * HOUR_MS) };
}

/** Each row holds what the one after it holds. */
function shifted(values: Float64Array): Float64Array {
  return values.map((value, i) => values[i + 1] ?? value);
}

describe('the guard', () => {
  it.each(['score', 'carry'] as const)(
    'finds nothing where signals decide: %s',
    async (strategy) => {
      const few = { ...settings, strategy, entryScore: 0.2, exitScore: 0.15 };
      const signalled = { ...input, settings: few };
      const run = await runBacktest(signalled);
      expect(run.positions.length).toBeGreaterThan(2);
      const result = await guardAgainstLookAhead(runBacktest, signalled, instants(2));
      expect(result.changed).toEqual([]);
    },
  );

  it('finds nothing in the engine, at instants drawn at random', async () => {
    const result = await guardAgainstLookAhead(runBacktest, input, instants(6));
    expect(result.changed).toEqual([]);
    expect(result.decisions).toBeGreaterThan(2_000);
  });

  it('finds a price at a settlement that is the close of the candle that opens then', async () => {
    const { changed } = await withFault((market) => ({
      ...market,
      marks: market.marks && sooner(market.marks, 1),
    }));
    expect(changed.length).toBeGreaterThan(0);
  });

  it('finds a decision on the rate that is settled next', async () => {
    const { changed } = await withFault((market) => {
      const { funding } = market;
      const rates = funding.rates.map((rate, i) => funding.rates[i + 1] ?? rate);
      return { ...market, funding: { ...funding, rates } };
    });
    expect(changed.length).toBeGreaterThan(0);
  });

  it('finds candles that are known before they closed', async () => {
    const { changed } = await withFault((market) => ({
      ...market,
      trades: { ...market.trades, close: shifted(market.trades.close) },
    }));
    expect(changed.length).toBeGreaterThan(0);
  });

  it('finds fills at a price of the future', async () => {
    const { changed } = await withFault((market) => ({
      ...market,
      spots: market.spots && { ...market.spots, open: shifted(market.spots.open) },
    }));
    expect(changed.length).toBeGreaterThan(0);
  });

  it('finds a turnover that counts the day after', async () => {
    const { changed } = await withFault((market) => ({
      ...market,
      trades: { ...market.trades, volume: shifted(market.trades.volume) },
    }));
    expect(changed.length).toBeGreaterThan(0);
  });

  it('finds a mean over the whole window', async () => {
    const { changed } = await withFault((market) => {
      const mean = market.funding.rates.reduce((sum, rate) => sum + Number(rate), 0);
      const rates = market.funding.rates.map((rate) => (Number(rate) + mean / 1e4).toFixed(12));
      return { ...market, funding: { ...market.funding, rates } };
    });
    expect(changed.length).toBeGreaterThan(0);
  });

  it('finds an end of a listing that is known before it comes', async () => {
    const ends = backtest(
      HOURS,
      markets.map((market) => ({ ...market, endedAtMs: hour(480) })),
      { settings },
    );
    const run = (given: BacktestInput, watch: Parameters<typeof runBacktest>[1]) =>
      runBacktest(
        {
          ...given,
          markets: given.markets.map((market) => ({
            ...market,
            endedAtMs: market.endedAtMs && market.endedAtMs - 400 * HOUR_MS,
          })),
        },
        watch,
      );
    const { changed } = await guardAgainstLookAhead(run, ends, [hour(300)]);
    expect(changed.length).toBeGreaterThan(0);
    expect((await guardAgainstLookAhead(runBacktest, ends, [hour(300)])).changed).toEqual([]);
  });
});
