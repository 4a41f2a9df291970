import { describe, expect, it } from '@jest/globals';
import Big from 'big.js';
import { exact } from '../desk/book/exact.js';
import { HOUR_MS, MINUTE_MS } from '../time-window.js';
import {
  backtest,
  candles,
  CASE_SETTINGS,
  drawnMarket,
  every,
  hour,
  settled,
  steadyMarket,
  steadyPrices,
} from './backtest-cases.fixture.js';
import type { MarketHistory, PriceColumns } from './history/market-history.js';
import { attributionSum } from './result/trade-money.js';
import { tradeOf } from './result/trade.js';
import { runBacktest, type BacktestRun } from './run-backtest.js';

const NOW = { candleDelayMs: 0, settlementDelayMs: 0, decisionDelayMs: 0, legDelayCandles: 0 };

const tradesOf = (run: BacktestRun) =>
  run.positions.map((position) => tradeOf(position, run.historyOf(position.id), run.met));

/** Σ rate × quantity × mark, by who held over each instant, from the fills and the rows alone. */
function independentFunding(run: BacktestRun, market: MarketHistory): Big {
  const { funding, marks } = market;
  const fills = run.positions
    .filter(({ legs }) => legs.short.symbol === market.symbol)
    .flatMap(({ id }) => run.historyOf(id).fills.filter(({ leg }) => leg === 'short'));
  let total = new Big(0);
  funding.settledAtMs.forEach((settledAtMs, i) => {
    const held = fills
      .filter(({ filledAtMs }) => filledAtMs < settledAtMs)
      .reduce(
        (sum, { side, quantity }) => (side === 'sell' ? sum.plus(quantity) : sum.minus(quantity)),
        new Big(0),
      );
    const ended = marks?.openAtMs.indexOf(settledAtMs - HOUR_MS) ?? -1;
    const mark = marks?.close[ended];
    if (held.eq(0) || mark === undefined) return;
    total = total.plus(new Big(funding.rates[i] ?? 'none').times(held).times(String(mark)));
  });
  return total;
}

/** The candles without those that open at the hours. */
function without({ openAtMs, open, close }: PriceColumns, hours: readonly number[]): PriceColumns {
  const kept = (values: Float64Array) =>
    values.filter((_, i) => !hours.some((n) => openAtMs[i] === hour(n)));
  return { openAtMs: kept(openAtMs), open: kept(open), close: kept(close) };
}

describe('the funding of a backtest', () => {
  it('is the sum of rate × quantity × mark, whatever the intervals and the steps between them', async () => {
    const hours = [...every(8, 60), ...[475, 477, 478, 479], ...every(1, 100).map((n) => 480 + n)];
    const odd = [...hours, ...every(4, 60).map((n) => 584 + n)];
    const markets = ['A', 'B', 'C'].map((name, i) => ({
      ...drawnMarket(name, 900, i + 1),
      funding: settled(odd, (n) => ((n % 5) * 0.0002 - 0.0003 * (n % 2)).toFixed(6)),
    }));
    const run = await runBacktest(backtest(900, markets, { settings: eager }));
    expect(run.positions.length).toBeGreaterThan(2);
    const booked = run.positions.flatMap(({ id }) => run.historyOf(id).payments);
    expect(booked.length).toBeGreaterThan(100);
    for (const market of markets) {
      const own = run.positions.filter(({ legs }) => legs.short.symbol === market.symbol);
      const sum = own.reduce((all, { legs }) => all.plus(legs.short.fundingUsdt), new Big(0));
      expect(sum.toFixed()).toBe(independentFunding(run, market).toFixed());
    }
  });

  it('is not paid by who opens at the very stamp, and is by who closes at it', async () => {
    // It pays well until hour 400, then costs so much that it is left at once.
    const funding = settled(every(8, 60), (n) => (n < 400 ? '0.0005' : '-0.01'));
    const market = steadyMarket(480, { funding });
    const run = await runBacktest(
      backtest(480, [market], { execution: { ...NOW, cycleMs: 8 * HOUR_MS } }),
    );
    const [first] = tradesOf(run);
    const opened = first?.fills.find(({ leg }) => leg === 'short');
    expect(((opened?.filledAtMs ?? 0) - hour(0)) % (8 * HOUR_MS)).toBe(0);
    const stamps = first?.settlements.map(({ settledAtMs }) => settledAtMs);
    expect(stamps?.[0]).toBe((opened?.filledAtMs ?? 0) + 8 * HOUR_MS);
    expect(stamps?.at(-1)).toBe(first?.closedAtMs);
    expect(exact(first?.fundingUsdt ?? '0').toFixed()).toBe(
      independentFunding(run, market).toFixed(),
    );
  });

  it('is known when the exchange stamped it, which may be a quarter of an hour late', async () => {
    const { funding } = steadyMarket(480);
    const late = funding.settledAtMs.map((atMs) => atMs + 15 * MINUTE_MS);
    const market = steadyMarket(480, { funding: { ...funding, stampedAtMs: late } });
    const seen: number[] = [];
    await runBacktest(backtest(480, [market]), {
      decided: ({ nowMs, markets }) => {
        const history = markets.get(market.symbol)?.legs.short.funding?.persistence;
        if (history?.settlements === 30) seen.push((nowMs - hour(0)) / HOUR_MS);
      },
    });
    // The 31st is stamped at hour 240.25: the cycle of hour 240 does not know it yet.
    expect(Math.floor(Math.min(...seen))).toBe(241);
  });
});

const eager = { ...CASE_SETTINGS, entryNetYield: 0.01, restHours: 1, maxPaidBps: 2 };

describe('the money of a backtest', () => {
  it('comes to the digit from basis, funding, fees and slippage', async () => {
    const funding = settled(every(8, 188), (n) => (Math.sin(n / 60) * 0.0005).toFixed(8));
    const markets = ['A', 'B', 'C', 'D'].map((name, i) => ({
      ...drawnMarket(name, 1500, i + 11),
      funding,
    }));
    const run = await runBacktest(backtest(1500, markets, { settings: eager }));
    const all = attributionSum(tradesOf(run));
    expect(run.positions.some(({ state }) => state === 'closed')).toBe(true);
    const parts = exact(all.basisUsdt)
      .plus(exact(all.fundingUsdt))
      .minus(exact(all.feesUsdt))
      .minus(exact(all.slippageUsdt));
    expect(parts.toFixed()).toBe(all.netUsdt);
    expect(exact(run.ledger.equityUsdt).minus(10_000).toFixed()).toBe(all.netUsdt);
    expect(exact(run.daily.at(-1)?.equityUsdt ?? '').toFixed()).toBe(run.ledger.equityUsdt);
    expect(Number(all.slippageUsdt)).toBeGreaterThan(0);
    expect(run.ledger.unexplainedUsdt).toBe('0');
  });

  it('has a basis of its own: spot and perpetual have each their price', async () => {
    const perp = steadyPrices(480, 101).map((price, n) => (n < 300 ? price : 100));
    const trades = candles(perp);
    const run = await runBacktest(backtest(480, [steadyMarket(480, { trades, marks: trades })]));
    const [first] = tradesOf(run);
    // 19.8 contracts sold at 101 and worth 100 now; 19.8 coins still at 100.
    expect(Number(first?.basisUsdt)).toBeCloseTo(19.801, 3);
  });

  it('is lost by a short whose margin was gone at a high that came and went between two closes', async () => {
    const trades = candles(steadyPrices(480));
    trades.high[400] = 160;
    const run = await runBacktest(backtest(480, [steadyMarket(480, { trades })]));
    const [first] = tradesOf(run);
    expect(first?.fills.map(({ leg, how }) => `${leg} ${how}`)).toEqual([
      'long traded',
      'short traded',
      'short liquidated',
      'long traded',
    ]);
    expect(first?.closeReason).toContain('The price was 160');
    const [{ id } = { id: 0 }] = run.positions;
    // 50 of collateral a 100 of notional, 60 lost, of 160.
    expect(run.lowestMarginShare(id)).toBeCloseTo((50 - 60) / 160, 3);
  });
});

describe('a market', () => {
  it('that ends is delivered at its last mark, and the coins are sold', async () => {
    const spots = candles(steadyPrices(480));
    const trades = candles(steadyPrices(400));
    const ending = steadyMarket(480, {
      ...{ trades, marks: trades, spots, endedAtMs: hour(400) },
      // Exchanges go on publishing rates of the dead.
      funding: settled(every(8, 60), () => '0.0003'),
    });
    const run = await runBacktest(backtest(480, [ending]));
    const [first] = tradesOf(run);
    expect(first?.fills.map(({ leg, how }) => `${leg} ${how}`)).toContain('short delivered');
    expect(first?.state).toBe('closed');
    expect(Math.max(...(first?.settlements.map((one) => one.settledAtMs) ?? []))).toBe(hour(400));
  });

  it('without a candle is neither opened nor sold in that hour, and no older price stands in', async () => {
    const first = steadyMarket(480);
    const quiet = Array.from({ length: 20 }, (_, i) => 245 + i);
    const spots = first.spots && without(first.spots, quiet);
    const market = steadyMarket(480, { spots, funding: settled(every(8, 60), () => '0.0003') });
    const passed = new Map<number, string>();
    const run = await runBacktest(backtest(480, [market]), {
      decided: ({ nowMs }, _book, { verdicts }) => {
        const [verdict] = verdicts;
        passed.set(Math.floor((nowMs - hour(0)) / HOUR_MS), verdict?.reason.code ?? '');
      },
    });
    expect(passed.get(246)).toBe('held');
    expect(run.positions).toHaveLength(1);
    expect(run.positions[0]?.state).toBe('open');
  });

  it('is judged by the interval that was in force then, announced or seen', async () => {
    const funding = settled(
      [...every(8, 40), ...every(1, 100).map((n) => 320 + n)],
      () => '0.0001',
    );
    const announced = [
      {
        ...{ observedAtMs: hour(300), firstNextAtMs: hour(320), intervalMs: HOUR_MS },
        lastNextAtMs: hour(419),
      },
    ];
    const seen: [number, number | undefined][] = [];
    const settings = { ...CASE_SETTINGS, entryNetYield: 99 };
    await runBacktest(backtest(420, [steadyMarket(420, { funding, announced })], { settings }), {
      decided: ({ nowMs, markets }) => {
        const stream = markets.get('BTC/USDT:USDT')?.legs.short.funding;
        seen.push([(nowMs - hour(0)) / HOUR_MS, stream?.predicted.intervalMinutes]);
      },
    });
    const at = (n: number) => seen.find(([hours]) => Math.floor(hours) === n)?.[1];
    expect([at(299), at(301), at(330)]).toEqual([480, 60, 60]);
  });

  it('whose order can’t be filled is reported: a quiet market and a failure do not look alike', async () => {
    const trades = candles(steadyPrices(480));
    // All openings are far above the closes: whatever is decided has moved when it is to be filled.
    trades.open.fill(90);
    const run = await runBacktest(backtest(480, [steadyMarket(480, { trades })]));
    expect(run.positions).toHaveLength(0);
    expect(run.failures.length).toBeGreaterThan(100);
    expect(run.failures[0]?.reason).toContain('worse than the one that was decided on');
  });

  it('of which the second leg is traded a candle later is paid from then on', async () => {
    const execution = { ...NOW, cycleMs: HOUR_MS, legDelayCandles: 1 };
    const run = await runBacktest(backtest(480, [steadyMarket(480)], { execution }));
    const [long, short] = tradesOf(run)[0]?.fills ?? [];
    expect((short?.filledAtMs ?? 0) - (long?.filledAtMs ?? 0)).toBe(HOUR_MS);
  });
});
