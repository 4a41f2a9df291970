import { DataReadyV1, type DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { StoredDeskAccount, StoredFill } from '@fullcarry/history/desk/desk-rows';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import type { StoredPosition } from '@fullcarry/history/desk/stored-position';
import { emptyDatabase } from '@fullcarry/testing/each-database';
import { Facts } from '@fullcarry/testing/facts';
import { command } from '@fullcarry/testing/command';
import { HAS_RECORDINGS, RECORDINGS, WITHOUT_RECORDINGS } from '@fullcarry/testing/real-recordings';
import { Replay, type ReplayedMarket } from '@fullcarry/testing/replay';
import { startApp } from '@fullcarry/testing/start-app';
import { startNats } from '@fullcarry/testing/start-nats';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recomputePairs, type RecomputedPairs } from './recomputed-pairs.js';
import { closeAll, closeLater } from './stepped-world.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Seven minutes after a usual settlement. */
const END_MS = Date.parse('2026-08-01T16:07:00Z');
const START_MS = END_MS - 6 * DAY_MS;
const STEP_MS = 16 * HOUR_MS;
const VENUES = ['binanceusdm', 'bybit'] as const;

/** The three exchanges were recorded together from 2025-10-13 to 2026-01-15 alone. */
const PLAYED = 'bybit,binanceusdm,okx';

/** Cheap enough that a third of a basis point each 8 h is worth trading; spot is too dear to be a leg. */
const SETTINGS = deskSettings.parse({
  ...{ spotFeeBps: 500, perpFeeBps: 0.01, slippageBps: 0.01 },
  ...{ entryNetYield: 0.005, minHoldingYield: 0.002, holdingHours: 336, maxBreakEvenHours: 2_000 },
  ...{ maxPaidBps: 1, restHours: 8, minTurnoverUsdt24h: 0, maxEntryBasis: 0.01 },
});
const ABOUT = { startingEquityUsdt: '10000', fee: '0.000001' };

/** The data was not ready for it, or the rates are those of the step before. */
const NOT_YET = ['not-proven', 'data-degraded', 'stale-rates'];

const real = HAS_RECORDINGS ? describe : describe.skip;
if (!HAS_RECORDINGS) it(`pairs of two exchanges: ${WITHOUT_RECORDINGS}`, () => undefined);

real('a desk on two exchanges with real funding of the same days', () => {
  const cycles: DeskCycle[] = [];
  const markets = new Map<string, readonly ReplayedMarket[]>();
  let positions: StoredPosition[];
  let fills: StoredFill[];
  let cashUsdt: string | undefined;
  let accounts: StoredDeskAccount[];
  let recomputed: RecomputedPairs;

  beforeAll(async () => {
    const exchange = await Replay.start([
      ...['--anchor', String(END_MS), '--now', String(START_MS), '--speed', '0'],
      ...['--api', PLAYED, '--recordings', RECORDINGS, '--symbols', 'ETHUSDT,SOLUSDT,XRPUSDT'],
      ...['--limit', '6000'],
    ]);
    closeLater(() => exchange.close());
    const database = await emptyDatabase('sqlite');
    closeLater(() => database.remove());
    const nats = await startNats();
    closeLater(() => nats.close());
    const facts = await Facts.open(nats.url, ['desk.cycle', DataReadyV1.subject]);
    closeLater(() => facts.close());
    const world = { DATABASE_URL: database.url, NATS_URL: nats.url, METRICS_PORT: '0' };
    const urls = VENUES.map((id) => `${id}=${exchange.url}`).join(',');
    const proven = VENUES.map((id) =>
      facts.next<DataReady>(DataReadyV1.subject, { isIt: (ready) => ready.exchange === id }),
    );
    for (const id of VENUES) {
      const fetcher = startApp('fetcher', {
        environment: {
          ...world,
          ...{ EXCHANGE: id, EXCHANGE_URL: exchange.url, HISTORICAL_LOOKBACK_DAYS: '40' },
          ...{ HISTORICAL_RETRY_BASE_MS: '20', GAP_CONFIRM_MINUTES: '0.02', SCRUB_DAYS: '0' },
        },
      });
      closeLater(() => fetcher.stop('SIGKILL'));
    }
    await Promise.all(proven);
    const desk = startApp('orchestrator', {
      environment: {
        ...world,
        ...{ EXCHANGE: VENUES.join(','), EXCHANGE_URL: urls, DESK_VENUES: 'bybit' },
        ...{ SCAN_INTERVAL_SECONDS: '0.1', POLL_SECONDS: '0.5', DESK_RATE_BUDGET: '0.5' },
      },
    });
    closeLater(() => desk.stop('SIGKILL'));
    const place = (name: string, more: object = {}) =>
      command(nats.url, `order.desk.${name}`, JSON.stringify({ v: 1, ...more }));
    const cycleFrom = (atMs: number) =>
      facts.next<DeskCycle>('desk.cycle', {
        isIt: ({ startedAtMs, warnings, markets: judged }) =>
          startedAtMs >= atMs &&
          warnings.length === 0 &&
          // Three with their spot, and each in both directions on both exchanges.
          judged.length === 9 &&
          !judged.some(({ reasonCode }) => NOT_YET.includes(reasonCode)),
      });
    await facts.next<DeskCycle>('desk.cycle', { isIt: () => true });
    await place('configure', { settings: SETTINGS });
    for (let atMs = START_MS; atMs <= END_MS; atMs += STEP_MS) {
      await exchange.moveClock(atMs);
      cycles.push(await cycleFrom(atMs));
    }
    await place('emergency-stop');
    await facts.next<DeskCycle>('desk.cycle', { isIt: ({ held }) => held === 0 });
    for (const id of VENUES) markets.set(id, (await exchange.describe(id)).markets);
    const opened = await openDatabase(database.url);
    const store = new DeskStore(opened, 'binanceusdm');
    positions = await store.allPositions();
    fills = (await Promise.all(positions.map(({ id }) => store.fills(id)))).flat();
    cashUsdt = (await store.desk())?.cashUsdt;
    accounts = await store.accounts();
    await opened.close();
    recomputed = recomputePairs(positions, fills, markets, ABOUT);
  }, 600_000);

  afterAll(closeAll);

  it('holds perpetuals of one coin, short on one exchange and long on the other', () => {
    expect(positions.length).toBeGreaterThan(1);
    for (const { legs, state } of positions) {
      expect(state).toBe('closed');
      expect([legs.long.venue, legs.short.venue].sort()).toEqual(VENUES);
      expect([legs.long.instrument, legs.short.instrument]).toEqual(['perpetual', 'perpetual']);
    }
  });

  it('books both streams by the settlements of each exchange, as the recordings have them', () => {
    const booked = positions.flatMap(({ id, legs }) =>
      (['long', 'short'] as const).map((leg) => ({
        ...{ positionId: id, leg, fundingUsdt: legs[leg].fundingUsdt },
        settlements: legs[leg].settlementsBooked,
      })),
    );
    expect(booked).toEqual(recomputed.legs);
    expect(booked.reduce((sum, { settlements }) => sum + settlements, 0)).toBeGreaterThan(40);
    // The rates are really others.
    const sums = recomputed.legs.map(({ fundingUsdt }) => Math.abs(Number(fundingUsdt)));
    expect(new Set(sums).size).toBe(sums.length);
  });

  it('has on each exchange what the formulas say, to the last digit', () => {
    expect(cashUsdt).toBe(recomputed.cashUsdt['binanceusdm']);
    expect(accounts).toMatchObject([{ venue: 'bybit', cashUsdt: recomputed.cashUsdt['bybit'] }]);
    expect(cycles.at(-1)?.ledger.unexplainedUsdt).toBe('0');
  });
});
