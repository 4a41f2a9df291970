import { plain } from '@fullcarry/domain/desk/book/exact';
import { feesOf, fundingOf } from '@fullcarry/domain/desk/book/position-money';
import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { StoredPosition } from '@fullcarry/history/desk/stored-position';
import { DeskCurveStore } from '@fullcarry/history/desk/desk-curve-store';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import type { DatabaseKind } from '@fullcarry/testing/each-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recomputeLedger, type RecomputedLedger } from './recomputed-ledger.js';
import { seededRandom } from './seeded-random.js';
import { StepDesk, type Stepped } from './step-desk.js';
import { closeAll, provenWorld, steppedExchange, type World } from './stepped-world.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const END_MS = Date.parse('2026-08-01T12:07:00Z');
const START_MS = END_MS - 31 * DAY_MS;
/** Each costs the start of a process; more by hand: KILLS=50. */
const KILLS = Number(process.env['KILLS'] ?? 12);
const SEED = 20260801;

/** 1000PEPE trades 1000 coins a contract. */
const MARKETS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'ADAUSDT', 'BNBUSDT', '1000PEPEUSDT'];

/** Cheap enough that the recorded rates are worth trading: at real fees none of them is. */
const SETTINGS = deskSettings.parse({
  spotFeeBps: 0.7,
  perpFeeBps: 0.3,
  slippageBps: 0.25,
  holdingHours: 240,
  entryNetYield: 0.008,
  minHoldingYield: 0.006,
  maxBreakEvenHours: 320,
  maxPaidBps: 0.2,
  restHours: 4,
  maxEntryBasis: 0.002,
  maxHeldBasis: 0.0025,
  minMarginShare: 0.4,
  notionalPerMarketUsdt: 1500,
  maxNotionalTotalUsdt: 5000,
});
const PAID = { startingEquityUsdt: '10000', spotFee: '0.00007', perpFee: '0.00003' };

/** One desk's whole month, as it is stored at its end. */
interface Month {
  readonly positions: StoredPosition[];
  readonly bookings: { symbol: string; payments: object[]; fills: object[] }[];
  readonly cashUsdt: string | undefined;
  readonly equityUsdt: string | undefined;
  readonly recomputed: RecomputedLedger;
}

async function monthOf({ DATABASE_URL }: World): Promise<Month> {
  const database = await openDatabase(DATABASE_URL);
  const store = new DeskStore(database, 'bybit');
  const positions = await store.allPositions();
  const bookings = [];
  for (const { id, legs } of positions) {
    const { symbol } = legs.short;
    const payments = await store.fundingPayments(id);
    const fills = await store.fills(id);
    // While the clock stands, the exchange's answers still differ by milliseconds.
    fills.sort((a, b) => (legOf(a.clientOrderId) < legOf(b.clientOrderId) ? -1 : 1));
    bookings.push({
      symbol,
      payments: payments.map(({ settledAtMs, amountUsdt }) => ({ settledAtMs, amountUsdt })),
      fills: fills.map(({ clientOrderId, side, quantity, price, feeAmount }) => ({
        // Which desk sent it, and at which attempt, is another thing for one that was killed.
        order: legOf(clientOrderId),
        side,
        quantity,
        price,
        feeUsdt: feeAmount,
      })),
    });
  }
  const last = (
    await new DeskCurveStore(database, 'bybit').equityPoints({
      fromMs: 0,
      toMs: Number.MAX_SAFE_INTEGER,
    })
  ).at(-1);
  const month = {
    positions,
    bookings,
    cashUsdt: (await store.desk())?.cashUsdt,
    equityUsdt: last?.equityUsdt,
    recomputed: await recomputeLedger(database, { ...PAID, nowMs: END_MS + HOUR_MS }),
  };
  await database.close();
  return month;
}

/** `open-long` of `<run>-<position>-open-long-<attempt>`. */
function legOf(clientOrderId: string): string {
  return /(open|close)-(long|short)/.exec(clientOrderId)?.[0] ?? clientOrderId;
}

/** The steps of the clock: one to twenty-seven hours, so that settlements are met early, late and several at once. */
function steps(random: () => number): number[] {
  const instants: number[] = [];
  for (let atMs = START_MS; atMs <= END_MS; atMs += Math.ceil(random() * 27) * HOUR_MS) {
    instants.push(atMs);
  }
  return instants;
}

describe('the desk over a replayed month', () => {
  let undisturbed: Month;
  let killed: Month;
  let kills: number;
  /** A day later, the fetcher being dead. */
  let unfetched: Stepped;
  const steppeds: Stepped[] = [];

  beforeAll(async () => {
    const random = seededRandom(SEED);
    const exchange = await steppedExchange(START_MS, END_MS, MARKETS);
    const kinds: DatabaseKind[] = ['sqlite', 'postgresql'];
    const [calm, harsh] = await Promise.all(kinds.map((kind) => provenWorld(exchange, kind, 40)));
    if (!calm || !harsh) throw new Error('There are two worlds');
    const living = new StepDesk(calm.world, SETTINGS);
    const dying = new StepDesk(harsh.world, SETTINGS);
    for (const atMs of steps(random)) {
      await exchange.moveClock(atMs);
      const stepped = await living.cycle();
      steppeds.push(stepped);
      const { opened, closed } = stepped.report;
      const wanted = opened + closed > 0 ? 3 : random() < 0.35 ? 1 : 0;
      const left = Math.min(wanted, KILLS - dying.kills);
      await dying.cycle(
        Array.from({ length: left }, () => 1 + Math.floor(random() * stepped.calls)),
      );
    }
    kills = dying.kills;
    undisturbed = await monthOf(calm.world);
    killed = await monthOf(harsh.world);
    await calm.fetcher.stop('SIGKILL');
    await exchange.moveClock(END_MS + DAY_MS);
    unfetched = await living.cycle();
    await living.end();
    await dying.end();
  }, 600_000);

  afterAll(closeAll);

  it('opens, collects funding and closes', () => {
    const closed = undisturbed.positions.filter(({ state }) => state === 'closed');
    const booked = undisturbed.positions.map(({ legs }) => legs.short.settlementsBooked);
    expect(closed.length).toBeGreaterThan(3);
    expect(booked.reduce((total, one) => total + one, 0)).toBeGreaterThan(50);
    expect(steppeds.flatMap(({ report }) => report.warnings)).toEqual([]);
  });

  it('comes to the same profit and loss as the formulas do, to the last digit', () => {
    const { positions, recomputed, equityUsdt } = undisturbed;
    expect(
      positions.map((position) => ({
        id: position.id,
        symbol: position.legs.short.symbol,
        fundingUsdt: plain(fundingOf(position)),
        feesUsdt: plain(feesOf(position)),
        settlements: position.legs.short.settlementsBooked,
      })),
    ).toEqual(recomputed.positions.map(({ priceUsdt: _, ...rest }) => rest));
    expect(equityUsdt).toBe(recomputed.equityUsdt);
  });

  it('says one reason for every market in every cycle', () => {
    for (const { report } of steppeds) {
      expect(report.markets.map(({ nativeId }) => nativeId).sort()).toEqual([...MARKETS].sort());
      expect(report.markets.every(({ reasonCode, reason }) => reasonCode && reason)).toBe(true);
    }
  });

  it(`ends with the same ledger when it is killed ${KILLS} times`, () => {
    expect(kills).toBe(KILLS);
    expect(killed.bookings).toEqual(undisturbed.bookings);
    expect(killed.cashUsdt).toBe(undisturbed.cashUsdt);
    expect(killed.equityUsdt).toBe(undisturbed.equityUsdt);
    const recomputed = ({ positions }: RecomputedLedger) =>
      positions.map(({ id: _, ...position }) => position);
    expect(recomputed(killed.recomputed)).toEqual(recomputed(undisturbed.recomputed));
  });

  it('opens nothing on history that no fetcher proves, and goes on with what is held', () => {
    const { warnings, markets, opened } = unfetched.report;
    expect(warnings[0]).toMatch(/^The history was not brought up to date: /);
    expect(opened).toBe(0);
    const untouched = markets.filter(({ action }) => action === 'passed');
    expect(untouched.map(({ reasonCode }) => reasonCode)).toEqual(
      untouched.map(() => 'not-proven'),
    );
    const held = undisturbed.positions.filter(({ state }) => state === 'open');
    expect(held.length).toBeGreaterThan(0);
    const managed = markets.filter(({ action }) => action === 'held' || action === 'closed');
    expect(managed.map(({ symbol }) => symbol).sort()).toEqual(
      held.map(({ legs }) => legs.short.symbol).sort(),
    );
  });
});
