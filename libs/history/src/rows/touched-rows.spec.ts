import {
  covers,
  DAY_MS,
  floorTo,
  HOUR_MS,
  mergeWindows,
  subtractWindows,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { DATABASES } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PieceStore } from '../proof/piece-store.js';
import { fetchedMonth, month } from './fetched-month.fixture.js';
import { CONFIRM_MS, FetchedSeries, hour, hours } from './fetched-series.fixture.js';

const { window, candles, settlements } = month;
const dayOf = (atMs: number): TimeWindow => {
  const fromMs = floorTo(atMs, DAY_MS);
  return { fromMs, toMs: fromMs + DAY_MS };
};

describe.each(DATABASES)('rows that somebody else touched (%s)', (kind) => {
  let fetched: FetchedSeries;

  beforeEach(async () => {
    fetched = await fetchedMonth(kind);
  });

  afterEach(() => fetched.close());

  const idOf = async (of: 'funding' | 'candles') => (await fetched.series(of)).id;
  const ofFunding = async () => `series_id = ${await idOf('funding')}`;
  const ofCandles = async () => `series_id = ${await idOf('candles')}`;

  it.each<[string, readonly number[]]>([
    ['the newest', Array.from({ length: 14 }, (_, i) => 76 + i)],
    ['the oldest', Array.from({ length: 14 }, (_, i) => i)],
    ['every second of a while', Array.from({ length: 14 }, (_, i) => 31 + 2 * i)],
  ])('finds out fourteen settlements that were deleted by hand: %s', async (_, which) => {
    const before = (await fetched.prove('funding', window)).certificate;
    const gone = settlements.filter((__, i) => which.includes(i)).map((row) => row.settledAtMs);
    await fetched.hand(
      `DELETE FROM funding_rate WHERE ${await ofFunding()} AND settled_at_ms IN (${gone.join(', ')})`,
    );

    const found = await fetched.prove('funding', window);
    expect(mergeWindows(found.touched)).toEqual(mergeWindows(gone.map(dayOf)));
    expect(found.certificate.missing).toBeGreaterThan(0);
    expect(found.certificate.present).toBe(76);
    const { coverage } = await fetched.known('funding');
    expect(coverage).toEqual(subtractWindows([window], found.touched));
    expect((await fetched.prove('funding', window)).certificate.missing).toBeGreaterThan(0);

    for (const day of mergeWindows(found.touched)) {
      const saved = await fetched.settlements(day, settlements);
      expect(saved).toMatchObject({ kind: 'stored', revised: 0, claims: 0 });
    }
    expect(await fetched.prove('funding', window)).toMatchObject({
      certificate: before,
      touched: [],
    });
  });

  it('takes what comes in the place of deleted rows from two equal answers only, until it is proven (seed 400463)', async () => {
    const before = (await fetched.prove('funding', window)).certificate;
    const atMs = hour(160);
    await fetched.hand(
      `DELETE FROM funding_rate WHERE ${await ofFunding()} AND settled_at_ms = ${atMs}`,
    );
    await fetched.prove('funding', window);
    const others = settlements.map((row) =>
      row.settledAtMs === atMs ? { ...row, rate: '0.5' } : row,
    );
    const once = { isAgreed: false };
    expect(await fetched.settlements(dayOf(atMs), others, once)).toEqual({
      kind: 'doubtful',
      doubted: 1,
    });
    await fetched.settlements(dayOf(atMs), settlements);
    expect((await fetched.prove('funding', window)).certificate).toEqual(before);
    expect(await new PieceStore(fetched.database).handled(await idOf('funding'), window)).toEqual(
      [],
    );
  });

  it.each([
    ['altered', 'UPDATE candle SET close = 107 WHERE', candles[100]!.openAtMs],
    [
      'moved to a place between two others',
      'UPDATE candle SET open_at_ms = open_at_ms + 1 WHERE',
      hour(100),
    ],
    ['deleted', 'DELETE FROM candle WHERE', hour(100)],
  ])('finds out a candle that was %s by hand', async (_, statement, atMs) => {
    const before = (await fetched.prove('candles', window)).certificate;
    await fetched.hand(`${statement} ${await ofCandles()} AND open_at_ms = ${atMs}`);
    const found = await fetched.prove('candles', window);
    expect(found.touched).toEqual([dayOf(atMs)]);
    expect(found.certificate.missing).toBeGreaterThan(0);
    expect(found.certificate.sha256).not.toBe(before.sha256);

    await fetched.candles(dayOf(atMs), candles);
    const again = await fetched.prove('candles', window);
    expect(again).toMatchObject({ certificate: before, touched: [] });
  });

  it('finds out a rate that was altered by hand, and keeps what it was', async () => {
    const before = (await fetched.prove('funding', window)).certificate;
    await fetched.hand(
      `UPDATE funding_rate SET rate = '0.5' WHERE ${await ofFunding()} AND settled_at_ms = ${hour(160)}`,
    );
    const found = await fetched.prove('funding', window);
    expect(found.touched).toEqual([dayOf(hour(160))]);
    expect(found.certificate).toMatchObject({ present: 90 });
    expect(found.certificate.missing).toBeGreaterThan(0);

    const saved = await fetched.settlements(dayOf(hour(160)), settlements, { purpose: 'fill' });
    expect(saved).toMatchObject({ revised: 1 });
    expect((await fetched.prove('funding', window)).certificate).toEqual(before);
  });

  it.each([
    ['of its own time', hour(99)],
    ['of another time', hour(400)],
    ['of no time', 0],
  ])('finds out a settlement that was invented by hand with a stamp %s', async (_, stampMs) => {
    const before = (await fetched.prove('funding', window)).certificate;
    await fetched.hand(
      `INSERT INTO funding_rate (series_id, settled_at_ms, rate, interval_minutes, observed_at_ms)
       SELECT series_id, ${hour(99)}, rate, NULL, ${stampMs} FROM funding_rate
       WHERE ${await ofFunding()} AND settled_at_ms = ${hour(96)}`,
    );
    const found = await fetched.prove('funding', window);
    expect(found.touched).toEqual([dayOf(hour(99))]);
    expect(found.certificate.missing).toBeGreaterThan(0);
    await fetched.settlements(dayOf(hour(99)), settlements);
    expect((await fetched.prove('funding', window)).certificate).toEqual(before);
  });

  it.each<[string, TimeWindow]>([
    ['days that were confirmed empty', hours(10 * 24, 13 * 24)],
    ['the days before a listing', hours(0, 24)],
  ])('issues no proof with a candle that was invented by hand in %s', async (_, empty) => {
    const fresh = await FetchedSeries.in(kind, { listedAtMs: window.fromMs });
    const rows = candles.filter((row) => !covers([empty], row.openAtMs));
    for (const nowMs of [hour(800), hour(800) + CONFIRM_MS]) {
      await fresh.candles(window, rows, { nowMs, purpose: 'gap' });
    }
    const before = (await fresh.prove('candles', window)).certificate;
    expect(before).toMatchObject({ present: rows.length, missing: 0 });
    await fresh.hand(
      `INSERT INTO candle VALUES (${(await fresh.series('candles')).id}, ${empty.fromMs + 5 * HOUR_MS}, 1, 2, 1, 2, 3)`,
    );

    const found = await fresh.prove('candles', window);
    expect(found.touched).toEqual([dayOf(empty.fromMs)]);
    expect(found.certificate.missing).toBeGreaterThan(0);
    expect((await fresh.prove('candles', window)).certificate.missing).toBeGreaterThan(0);

    for (const nowMs of [hour(900), hour(900) + CONFIRM_MS]) {
      await fresh.candles(window, rows, { nowMs, purpose: 'gap' });
    }
    expect((await fresh.prove('candles', window)).certificate).toEqual(before);
    await fresh.close();
  });
});
