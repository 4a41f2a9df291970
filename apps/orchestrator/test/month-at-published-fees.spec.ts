import { DataReadyV1 } from '@fullcarry/contracts/facts/data-ready-v1';
import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { StoredFill } from '@fullcarry/history/desk/desk-rows';
import type { StoredPosition } from '@fullcarry/history/desk/stored-position';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { Facts } from '@fullcarry/testing/facts';
import { command } from '@fullcarry/testing/command';
import type { Replay } from '@fullcarry/testing/replay';
import { startApp } from '@fullcarry/testing/start-app';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { minus, plus, read, times, write, ZERO, type Fraction } from './fraction.js';
import { closeAll, closeLater, provenWorld, steppedExchange, type World } from './stepped-world.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const END_MS = Date.parse('2026-08-01T12:07:00Z');
const START_MS = END_MS - 31 * DAY_MS;
/** So much longer, with other settings. */
const LATER_MS = END_MS + 8 * DAY_MS;
const MARKETS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'BNBUSDT', 'ADAUSDT', 'AVAXUSDT'];

/** Those of `npm start`: the fees are the published ones as well, the costs are spread over half a year. */
const PATIENT = deskSettings.parse({
  entryNetYield: 0.005,
  holdingHours: 4_320,
  maxBreakEvenHours: 4_000,
});

/** The data was not ready for it, or the rates are those of the step before. */
const NOT_YET = ['not-proven', 'data-degraded', 'stale-rates'];

/** By `long` (spot) or `short` (perpetual) and native id, what the exchange called the last price. */
type LastPrices = ReadonlyMap<string, string>;

/** A real desk with its lease, its readiness check and a real fetcher, on an exchange whose clock is moved step by step. */
class Month {
  private constructor(
    private readonly exchange: Replay,
    private readonly facts: Facts,
    readonly world: World,
  ) {}

  static async open(): Promise<Month> {
    const exchange = await steppedExchange(START_MS, LATER_MS, MARKETS);
    const { world } = await provenWorld(exchange, 'sqlite', 30);
    const facts = await Facts.open(world.NATS_URL, ['desk.cycle', DataReadyV1.subject]);
    closeLater(() => facts.close());
    const desk = startApp('orchestrator', {
      environment: {
        ...world,
        METRICS_PORT: '0',
        LOG_FORMAT: 'json',
        SCAN_INTERVAL_SECONDS: '0.1',
        POLL_SECONDS: '0.3',
        DESK_RATE_BUDGET: '0.5',
      },
    });
    closeLater(() => desk.stop('SIGKILL'));
    return new Month(exchange, facts, world);
  }

  /** The first cycle at that instant before which the whole history is proven up to it. */
  async at(atMs: number): Promise<DeskCycle> {
    await this.exchange.moveClock(atMs);
    return this.facts.next<DeskCycle>('desk.cycle', {
      isIt: ({ startedAtMs, markets, warnings }) =>
        startedAtMs >= atMs &&
        warnings.length === 0 &&
        markets.length === MARKETS.length &&
        !markets.some(({ reasonCode }) => NOT_YET.includes(reasonCode)),
    });
  }

  async lastPrices(): Promise<LastPrices> {
    const prices = new Map<string, string>();
    for (const [leg, category] of [
      ['long', 'spot'],
      ['short', 'linear'],
    ] as const) {
      const url = `${this.exchange.url}/v5/market/tickers?category=${category}`;
      const { result } = (await (await fetch(url)).json()) as {
        result: { list: { symbol: string; lastPrice: string }[] };
      };
      for (const { symbol, lastPrice } of result.list) prices.set(`${leg} ${symbol}`, lastPrice);
    }
    return prices;
  }

  async command(name: string, more: object = {}): Promise<unknown> {
    const ask = JSON.stringify({ v: 1, ...more });
    return command(this.world.NATS_URL, `order.desk.${name}`, ask);
  }
}

describe('a month at published taker fees, past the readiness check and under the lease', () => {
  const month: DeskCycle[] = [];
  const pricesAt = new Map<number, LastPrices>();
  let positions: StoredPosition[];
  let fills: StoredFill[];
  let cashUsdt: string | undefined;

  beforeAll(async () => {
    const played = await Month.open();
    for (let atMs = START_MS; atMs <= END_MS; atMs += 2 * DAY_MS) month.push(await played.at(atMs));
    // What is opened before the clock goes on is opened at these.
    pricesAt.set(END_MS, await played.lastPrices());
    await played.command('configure', { settings: PATIENT });
    for (let atMs = END_MS + DAY_MS; atMs <= LATER_MS; atMs += DAY_MS) {
      await played.at(atMs);
      pricesAt.set(atMs, await played.lastPrices());
    }
    await played.command('emergency-stop');
    const database = await openDatabase(played.world.DATABASE_URL);
    const store = new DeskStore(database, 'bybit');
    positions = await store.allPositions();
    fills = (await Promise.all(positions.map(({ id }) => store.fills(id)))).flat();
    cashUsdt = (await store.desk())?.cashUsdt;
    await database.close();
  }, 300_000);

  afterAll(closeAll);

  it('with default settings opens nothing, and says of each market by how much it is not worth it', () => {
    const verdicts = month.flatMap(({ markets }) => markets);
    expect(month).toHaveLength(16);
    expect(new Set(verdicts.map(({ action }) => action))).toEqual(new Set(['passed']));
    for (const { netYield, neededRate, reason } of verdicts) {
      expect(netYield).toBeLessThan(0.05);
      expect(neededRate).toBeGreaterThan(0);
      expect(reason).toMatch(/; it takes a rate of \d+\.\d+ %, the predicted one is -?\d+\.\d+ %$/);
    }
    expect(month.at(-1)?.ledger.equityUsdt).toBe('10000');
  });

  it('with patient ones opens, earns and closes', () => {
    expect(positions.length).toBeGreaterThan(0);
    expect(new Set(positions.map(({ state }) => state))).toEqual(new Set(['closed']));
    const booked = positions.map(({ legs }) => legs.short.settlementsBooked);
    expect(booked.reduce((total, one) => total + one, 0)).toBeGreaterThan(10);
  });

  it('its profit and loss is funding + basis − fees − slippage, to the last digit', () => {
    const split = { funding: ZERO, basis: ZERO, fees: ZERO, slippage: ZERO };
    for (const { id, legs } of positions) {
      split.funding = plus(split.funding, read(legs.short.fundingUsdt));
      for (const { leg, side, quantity, price, feeAmount, filledAtMs } of fillsOf(id)) {
        const last = read(lastPriceAt(filledAtMs).get(`${leg} ${legs[leg].nativeId}`)!);
        const worse = side === 'buy' ? minus(read(price), last) : minus(last, read(price));
        const slippage = times(worse, read(quantity));
        // Never better than the last price, and within what may pass between decision and order.
        expect(worse.digits).toBeGreaterThanOrEqual(0n);
        expect(Number(write(worse)) / Number(write(last))).toBeLessThan(0.005);
        const paid = times(last, read(quantity));
        split.basis = side === 'buy' ? minus(split.basis, paid) : plus(split.basis, paid);
        split.fees = plus(split.fees, read(feeAmount));
        split.slippage = plus(split.slippage, slippage);
      }
    }
    const earned: Fraction = minus(
      minus(plus(split.funding, split.basis), split.fees),
      split.slippage,
    );
    expect(write(plus(read('10000'), earned))).toBe(cashUsdt);
    const feesBps = (Number(write(split.fees)) / turnover()) * 10_000;
    // Half of it at 10 bp on the spot market, half at 5.5 bp on the other.
    expect(feesBps).toBeCloseTo(7.75, 1);
  });

  const fillsOf = (id: number) => fills.filter(({ positionId }) => positionId === id);
  const turnover = () =>
    fills.reduce((sum, { price, quantity }) => sum + Number(price) * Number(quantity), 0);

  /** Of the step in which a fill was. */
  function lastPriceAt(atMs: number): LastPrices {
    const steps = [...pricesAt.keys()].filter((step) => step <= atMs);
    const prices = pricesAt.get(Math.max(...steps));
    if (!prices) throw new Error(`No step at ${atMs}`);
    return prices;
  }
});
