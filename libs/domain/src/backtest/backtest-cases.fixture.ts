import { SETTINGS } from '../desk/desk-cases.fixture.js';
import { HOUR_MS } from '../time-window.js';
import type { BacktestInput, BacktestSettings } from './backtest-input.js';
import { USUAL_EXECUTION } from './execution-model.js';
import type { CandleColumns, MarketHistory, SettlementColumns } from './history/market-history.js';

export const START_MS = Date.UTC(2026, 0, 1);

export const hour = (n: number) => START_MS + n * HOUR_MS;

const LOT = { quantityStep: '0.001', minQuantity: '0.001', minNotionalUsdt: '5' };

export const LOTS = { long: LOT, short: LOT, unitsPerContract: 1 };

export const CASE_SETTINGS: BacktestSettings = SETTINGS;

/** Hourly candles that open at the prices, each closes at the next one; no wicks. */
export function candles(prices: readonly number[], volume = 1e6): CandleColumns {
  const many = prices.length - 1;
  const column = (of: (i: number) => number) =>
    Float64Array.from({ length: many }, (_, i) => of(i));
  const price = (i: number) => prices[i] ?? NaN;
  return {
    openAtMs: column(hour),
    open: column(price),
    high: column((i) => Math.max(price(i), price(i + 1))),
    low: column((i) => Math.min(price(i), price(i + 1))),
    close: column((i) => price(i + 1)),
    volume: column(() => volume),
  };
}

/** Settlements at the hours, each stamped 7 ms late. */
export function settled(hours: readonly number[], rate: (n: number) => string): SettlementColumns {
  return {
    settledAtMs: Float64Array.from(hours, hour),
    stampedAtMs: Float64Array.from(hours, (n) => hour(n) + 7),
    rates: hours.map(rate),
  };
}

/** Every so many hours from 0 on. */
export function every(step: number, many: number): number[] {
  return Array.from({ length: many }, (_, i) => i * step);
}

export function steadyPrices(hours: number, price = 100): number[] {
  return Array.from({ length: hours + 1 }, () => price);
}

/** A market that pays 0.03 % every 8 h at a steady price, for so many hours. */
export function steadyMarket(hours: number, change: Partial<MarketHistory> = {}): MarketHistory {
  const prices = steadyPrices(hours);
  return {
    venue: 'bybit',
    ...{ symbol: 'BTC/USDT:USDT', nativeId: 'BTCUSDT', spotSymbol: 'BTC/USDT' },
    unitsPerContract: 1,
    ...{ trades: candles(prices), marks: candles(prices), spots: candles(prices) },
    funding: settled(every(8, Math.ceil(hours / 8)), () => '0.0003'),
    ...{ announced: [], endedAtMs: undefined, lots: [{ sinceMs: 0, rules: LOTS }] },
    ...change,
  };
}

export function backtest(
  hours: number,
  markets: readonly MarketHistory[],
  change: Partial<BacktestInput> = {},
): BacktestInput {
  return {
    venue: 'bybit',
    window: { fromMs: START_MS, toMs: hour(hours) },
    stepMs: HOUR_MS,
    startingEquityUsdt: '10000',
    settings: CASE_SETTINGS,
    execution: { ...USUAL_EXECUTION, cycleMs: HOUR_MS },
    markets,
    ...change,
  };
}

/** The same numbers for the same seed, in [0, 1). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A drawn market: prices that walk, a spot price beside them, rates that come and go, by the seed. */
export function drawnMarket(name: string, hours: number, seed: number): MarketHistory {
  const next = random(seed);
  const start = 10 + next() * 1000;
  const perp = [start];
  const spot = [start];
  for (let i = 1; i <= hours; i += 1) {
    const before = spot[i - 1] ?? start;
    const now = Number((before * (1 + (next() - 0.5) * 0.01)).toPrecision(7));
    spot.push(now);
    perp.push(Number((now * (1 + (next() - 0.48) * 0.001)).toPrecision(7)));
  }
  let level = 0.0001;
  const funding = settled(every(8, Math.ceil(hours / 8)), () => {
    level = level * 0.98 + (next() - 0.42) * 0.00008;
    return level.toFixed(8);
  });
  const trades = candles(perp);
  return steadyMarket(hours, {
    ...{ symbol: `${name}/USDT:USDT`, nativeId: `${name}USDT`, spotSymbol: `${name}/USDT` },
    ...{ trades, marks: trades, spots: candles(spot), funding },
  });
}
