import { nextAgainAtMs, planWindows } from '@fullcarry/domain/completeness/plan';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import { DATABASES } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openClaims } from '../proof/claim-rows.js';
import {
  candlesOf,
  CONFIRM_MS,
  FetchedSeries,
  hour,
  hours,
  settlement,
  settlementsOf,
} from './fetched-series.fixture.js';
import { ScheduleStore } from '../proof/schedule-store.js';

describe.each(DATABASES)('a settlement that was announced and is late (%s)', (kind) => {
  let fetched: FetchedSeries;

  const rows = settlementsOf(0, 721);
  const late = settlement(721);
  const upTo = (atHour: number) => ({ fromMs: hour(0), toMs: hour(atHour) + MINUTE_MS });
  const pending = (nowMs: number) => ({ nowMs, pendingFromMs: nowMs - 15 * MINUTE_MS });

  beforeEach(async () => {
    fetched = await FetchedSeries.in(kind);
    const { id } = await fetched.series('funding');
    const schedules = new ScheduleStore(fetched.database);
    const [every8h, every1h] = [8 * HOUR_MS, HOUR_MS];
    for (const run of [
      {
        observedAtMs: hour(-1),
        firstNextAtMs: hour(0),
        intervalMs: every8h,
        lastNextAtMs: hour(720),
      },
      {
        observedAtMs: hour(720) + 5_000,
        firstNextAtMs: hour(721),
        intervalMs: every1h,
        lastNextAtMs: hour(721),
      },
    ]) {
      await schedules.save(id, run);
    }
    await fetched.settlements(upTo(720), rows, pending(hour(720) + 5_000));
  });

  afterEach(() => fetched.close());

  it('is passed over by the proof in its grace, never covered, and missing afterwards', async () => {
    const nowMs = hour(721) + 5_000;
    await fetched.settlements(upTo(721), rows, pending(nowMs));
    const inGrace = await fetched.prove('funding', upTo(721), nowMs);
    expect(inGrace.certificate).toMatchObject({
      window: { fromMs: hour(0), toMs: hour(721) },
      expected: 91,
      present: 91,
      missing: 0,
    });
    expect(inGrace.proof.unfounded).toEqual([]);

    const { certificate } = await fetched.prove('funding', upTo(721), hour(721) + 16 * MINUTE_MS);
    expect(certificate).toMatchObject({ expected: 92, present: 91, missing: 1 });
  });

  it('is a new row when it comes, not a revision', async () => {
    await fetched.settlements(upTo(721), rows, pending(hour(721) + 5_000));
    const comesMs = hour(721) + 10 * MINUTE_MS;
    const answer = await fetched.settlements(upTo(721), [...rows, late], {
      ...pending(comesMs),
      purpose: 'gap',
    });
    expect(answer).toEqual({ kind: 'stored', inserted: 1, revised: 0, claims: 0 });
    expect((await fetched.prove('funding', upTo(721), comesMs)).certificate).toMatchObject({
      expected: 92,
      present: 92,
      missing: 0,
    });
  });

  it('is asked for again within seconds', async () => {
    const nowMs = hour(721) + 5_000;
    await fetched.settlements(upTo(721), rows, pending(nowMs));
    const { gaps } = await fetched.known('funding');
    expect(gaps).toMatchObject([{ status: 'missing', nextTryAtMs: nowMs + 15_000 }]);
  });
});

describe.each(DATABASES)(
  'the 31st of sixty one-minute candles, absent in two observations (%s)',
  (kind) => {
    const window = { fromMs: hour(0), toMs: hour(1) };
    const all = candlesOf(0, 1, MINUTE_MS);
    const without = all.filter((_, i) => i !== 30);
    const absent = { fromMs: all[30]!.openAtMs, toMs: all[30]!.openAtMs + MINUTE_MS };
    const firstMs = hour(1) + 10 * MINUTE_MS;
    const confirmedMs = firstMs + CONFIRM_MS;
    let fetched: FetchedSeries;

    beforeEach(async () => {
      fetched = await FetchedSeries.in(kind, { timeframe: '1m' });
      await fetched.candles(window, without, { nowMs: firstMs });
      await fetched.candles(window, without, { nowMs: confirmedMs, purpose: 'gap' });
    });

    afterEach(() => fetched.close());

    /** What the fetcher would ask for now. */
    async function plannedAt(nowMs: number) {
      const known = await fetched.known('candles');
      const claims =
        (await openClaims(fetched.database, [known.series.id])).get(known.series.id) ?? [];
      const state = { ...known, claims, wanted: window };
      return {
        now: [...planWindows(state, HOUR_MS, nowMs, CONFIRM_MS)].map((one) => one.purpose),
        nextAtMs: nextAgainAtMs(state, CONFIRM_MS),
      };
    }

    it('is certified as confirmed empty, and rechecked after an hour', async () => {
      const { certificate } = await fetched.prove('candles', window, confirmedMs);
      expect(certificate).toMatchObject({
        expected: 60,
        present: 59,
        confirmedEmpty: 1,
        missing: 0,
      });
      const againMs = confirmedMs + HOUR_MS;
      expect((await fetched.known('candles')).gaps).toMatchObject([
        { ...absent, status: 'confirmed-empty', nextTryAtMs: againMs },
      ]);
      expect(await plannedAt(againMs - 1)).toEqual({ now: [], nextAtMs: againMs });
      expect((await plannedAt(againMs)).now).toEqual(['recheck']);
    });

    it('is taken when it is there then, and once more minutes later', async () => {
      const againMs = confirmedMs + HOUR_MS;
      const once = await fetched.candles(window, all, { nowMs: againMs, purpose: 'recheck' });
      expect(once).toMatchObject({ kind: 'stored', inserted: 0, revised: 0, claims: 1 });
      expect((await plannedAt(againMs + CONFIRM_MS)).now).toEqual(['recheck']);

      const confirmed = { nowMs: againMs + CONFIRM_MS, purpose: 'recheck' as const };
      expect(await fetched.candles(window, all, confirmed)).toMatchObject({
        revised: 1,
        claims: 0,
      });
      expect((await fetched.known('candles')).gaps).toEqual([]);
      expect((await fetched.prove('candles', window, confirmed.nowMs)).certificate).toMatchObject({
        expected: 60,
        present: 60,
        confirmedEmpty: 0,
        missing: 0,
      });
    });

    it('is rechecked after a day and a week more while it is not there, and then left alone', async () => {
      let atMs = confirmedMs;
      for (const waitMs of [HOUR_MS, DAY_MS, 7 * DAY_MS]) {
        atMs += waitMs;
        expect(await plannedAt(atMs - 1)).toEqual({ now: [], nextAtMs: atMs });
        await fetched.candles(window, without, { nowMs: atMs, purpose: 'recheck' });
      }
      expect(await plannedAt(atMs + 30 * DAY_MS)).toEqual({ now: [], nextAtMs: Infinity });
    });
  },
);

describe.each(DATABASES)(
  '200 days of which only the newest 100 are given for a while (%s)',
  (kind) => {
    const window = hours(-4_800, 0);
    const given = candlesOf(-2_400, 0);
    let fetched: FetchedSeries;

    beforeEach(async () => {
      fetched = await FetchedSeries.in(kind, { listedAtMs: window.fromMs });
    });

    afterEach(() => fetched.close());

    const observe = (rows: typeof given, nowMs: number) =>
      fetched.candles(window, rows, { nowMs, purpose: 'gap' });
    const certificateAt = async (nowMs: number) =>
      (await fetched.prove('candles', window, nowMs)).certificate;

    it('are missing in their older half for 22 minutes, and whole when it comes', async () => {
      for (const minutes of [10, 21, 32]) {
        await observe(given, hour(0) + minutes * MINUTE_MS);
        expect(await certificateAt(hour(0) + minutes * MINUTE_MS)).toMatchObject({
          expected: 4_800,
          present: 2_400,
          missing: 2_400,
          beforeListing: 0,
        });
      }
      await observe(candlesOf(-4_800, 0), hour(1));
      expect(await certificateAt(hour(1))).toMatchObject({
        expected: 4_800,
        present: 4_800,
        missing: 0,
      });
    });

    it('are before the listing after observations on different days, counted in the certificate', async () => {
      await observe(given, hour(0));
      await observe(given, hour(23));
      expect(await certificateAt(hour(23))).toMatchObject({ missing: 2_400, beforeListing: 0 });
      await observe(given, hour(25));
      expect(await certificateAt(hour(25))).toMatchObject({
        expected: 2_400,
        present: 2_400,
        missing: 0,
        beforeListing: 2_400,
      });
    });

    it('are taken also when they come after that, all at once', async () => {
      for (const at of [0, 25]) await observe(given, hour(at));
      await certificateAt(hour(25));
      for (const atMs of [hour(26), hour(26) + CONFIRM_MS])
        await observe(candlesOf(-4_800, 0), atMs);
      expect(await certificateAt(hour(27))).toMatchObject({
        expected: 4_800,
        present: 4_800,
        missing: 0,
        beforeListing: 0,
      });
    });
  },
);
