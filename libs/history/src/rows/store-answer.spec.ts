import { MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { DATABASES } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
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
import { MarketStore } from '../markets/market-store.js';
import { MixedSourcesError } from './mixed-sources-error.js';
import { storedCandles, storedSettlements } from './series-rows.js';
import { storeAnswer } from './store-answer.js';

const ALL: TimeWindow = { fromMs: 0, toMs: hour(100_000) };
const scrub = (nowMs: number) => ({ purpose: 'scrub' as const, nowMs });

describe.each(DATABASES)('an answer (%s)', (kind) => {
  let fetched: FetchedSeries;

  beforeEach(async () => {
    fetched = await FetchedSeries.in(kind);
  });

  afterEach(() => fetched.close());

  const storedOf = async () => ({
    candles: await storedCandles(fetched.database, (await fetched.series('candles')).id, ALL),
    settlements: await storedSettlements(
      fetched.database,
      (await fetched.series('funding')).id,
      ALL,
    ),
  });
  const claims = async (of: 'candles' | 'funding') => {
    const { id } = await fetched.series(of);
    return (await openClaims(fetched.database, [id])).get(id) ?? [];
  };
  const many = async (table: string) => {
    const { dialect } = fetched.database;
    const [first] = await fetched.database.json(
      z.array(z.int()),
      `SELECT ${dialect.collect('many', 'many')} FROM (SELECT count(*) AS many FROM ${table}) AS counted`,
    );
    return first;
  };

  describe('from another source than the rows that are there', () => {
    it('is refused in the transaction that would store it, and nothing of it is stored', async () => {
      const source = 'replay 1760000000000';
      const window = hours(0, 24);
      const answers = [
        () => fetched.candles(window, candlesOf(0, 24), { source }),
        () => fetched.settlements(window, settlementsOf(0, 24), { source }),
        () => fetched.candles(window, [], { source }),
      ];
      for (const answer of answers) await expect(answer()).rejects.toThrow(MixedSourcesError);
      for (const table of ['candle', 'funding_rate', 'coverage', 'gap', 'claim', 'piece']) {
        expect([table, await many(table)]).toEqual([table, 0]);
      }
      expect(await fetched.series('candles')).toMatchObject({ version: 0, rows: 0 });
    });

    it('changes nothing of what is stored already', async () => {
      await fetched.candles(hours(0, 24), candlesOf(0, 24));
      const before = await fetched.known('candles');
      const replayed = fetched.candles(hours(0, 48), candlesOf(0, 48), { source: 'replay 1' });
      await expect(replayed).rejects.toThrow(MixedSourcesError);
      expect(await fetched.known('candles')).toEqual(before);
      expect((await storedOf()).candles).toEqual(candlesOf(0, 24));
    });
  });

  describe('about what nobody had', () => {
    it('is stored with its coverage', async () => {
      expect(await fetched.candles(hours(0, 24), candlesOf(0, 24))).toEqual({
        kind: 'stored',
        inserted: 24,
        revised: 0,
        claims: 0,
      });
      const known = await fetched.known('candles');
      expect(known).toMatchObject({ coverage: [hours(0, 24)], gaps: [] });
      expect(known.series).toMatchObject({ rows: 24, revisions: 0 });
    });

    it('never covers an empty series', async () => {
      for (const nowMs of [hour(48), hour(49), hour(99)]) {
        await fetched.settlements(hours(0, 48), [], { nowMs });
        await fetched.candles(hours(0, 48), [], { nowMs });
      }
      for (const which of ['candles', 'funding'] as const) {
        const { coverage, gaps } = await fetched.known(which);
        expect(coverage).toEqual([]);
        expect(gaps).toMatchObject([{ status: 'missing' }]);
        expect((await fetched.prove(which, hours(0, 48))).certificate.missing).toBeGreaterThan(0);
      }
    });
  });

  describe('that lacks rows which the answers beside it lack too', () => {
    const lacking = (fromHour: number, toHour: number) => {
      const rows = candlesOf(fromHour, toHour);
      return rows.filter(({ openAtMs }) => openAtMs < hour(10) || openAtMs >= hour(16));
    };

    it('is one hole with them: it is asked for whole, and seen whole by the next observation', async () => {
      const part = (fromHour: number, toHour: number, nowMs: number) =>
        fetched.candles(hours(fromHour, toHour), lacking(fromHour, toHour), { nowMs });
      await part(14, 24, hour(48));
      await part(0, 14, hour(48));
      await part(11, 15, hour(48));
      const { gaps, coverage } = await fetched.known('candles');
      expect(gaps).toMatchObject([{ ...hours(10, 16), status: 'missing', rowsExpected: 6 }]);
      expect(coverage).toEqual([hours(0, 10), hours(16, 24)]);

      await part(8, 18, hour(50));
      expect((await fetched.known('candles')).gaps).toMatchObject([
        { ...hours(10, 16), status: 'confirmed-empty', rowsExpected: 6 },
      ]);
    });
  });

  describe('that carries the values of another market', () => {
    const window = hours(0, 722);
    const right = candlesOf(0, 722);
    const other = right.map((row) => ({ ...row, close: row.close + 3 }));

    it('is refused: none of 722 candles changes, and the certificate is the one before', async () => {
      await fetched.candles(window, right);
      const before = (await fetched.prove('candles', window)).certificate;
      expect(before).toMatchObject({ expected: 722, present: 722, missing: 0 });

      const answer = await fetched.candles(window, other, scrub(hour(800)));
      expect(answer).toEqual({ kind: 'refused', refused: 722 });
      const { series, coverage, gaps } = await fetched.known('candles');
      expect({ coverage, gaps }).toEqual({ coverage: [window], gaps: [] });
      expect(series).toMatchObject({ rows: 722, revisions: 0 });
      expect((await fetched.prove('candles', window)).certificate).toEqual(before);
      expect((await storedOf()).candles).toEqual(right);
      expect(await claims('candles')).toHaveLength(722);
    });

    it('is forgotten with the next right one', async () => {
      await fetched.candles(window, right);
      await fetched.candles(window, other, scrub(hour(800)));
      const answer = await fetched.candles(window, right, scrub(hour(800) + CONFIRM_MS));
      expect(answer).toMatchObject({ kind: 'stored', inserted: 0, revised: 0 });
      expect(await claims('candles')).toEqual([]);
    });
  });

  describe('without a settlement at 03:00 in a schedule of 8 h that was given once', () => {
    const window = hours(0, 240);
    const regular = settlementsOf(0, 240);
    const once = [...regular, settlement(99)].sort((a, b) => a.settledAtMs - b.settledAtMs);

    it('takes it out only when another one says so minutes later, and keeps what it was', async () => {
      await fetched.settlements(window, once);
      const first = await fetched.settlements(window, regular, scrub(hour(300)));
      expect(first).toMatchObject({ kind: 'stored', revised: 0, claims: 1 });
      const seconds = scrub(hour(300) + 5_000);
      expect(await fetched.settlements(window, regular, seconds)).toMatchObject({ revised: 0 });
      expect((await storedOf()).settlements).toHaveLength(once.length);

      const second = await fetched.settlements(window, regular, scrub(hour(300) + CONFIRM_MS));
      expect(second).toMatchObject({ kind: 'stored', revised: 1, claims: 0 });
      expect((await storedOf()).settlements.map((row) => row.settledAtMs)).toEqual(
        regular.map((row) => row.settledAtMs),
      );
      const { dialect } = fetched.database;
      const columns = ['row_at_ms', 'new_row', 'found_by'];
      const revisions = await fetched.database.json(
        z.array(z.tuple([z.int(), z.string(), z.string()])),
        `SELECT ${dialect.collect(dialect.array(columns), 'id')} FROM revision`,
      );
      expect(revisions).toEqual([[hour(99), 'null', 'scrub']]);
    });

    it('leaves the certificate of one who never saw it', async () => {
      await fetched.settlements(window, once);
      for (const nowMs of [hour(300), hour(300) + CONFIRM_MS]) {
        await fetched.settlements(window, regular, scrub(nowMs));
      }
      const { certificate } = await fetched.prove('funding', window);
      const fresh = await FetchedSeries.in(kind);
      await fresh.settlements(window, regular);
      expect(certificate).toEqual((await fresh.prove('funding', window)).certificate);
      await fresh.close();
    });
  });

  describe('with rows of a dead contract', () => {
    it('is believed only up to the end of the listing', async () => {
      const { market } = await fetched.series('funding');
      await new MarketStore(fetched.database).setDelisted(market.id, hour(20));
      const zombies = settlementsOf(24, 48).map((row) => ({ ...row, rate: '0' }));
      await fetched.settlements(hours(0, 48), [...settlementsOf(0, 24), ...zombies]);
      expect((await storedOf()).settlements.map((row) => row.settledAtMs)).toEqual([
        hour(0),
        hour(8),
        hour(16),
      ]);
    });
  });

  describe('without a settlement, about a market', () => {
    const listed = async (hoursAgo: number) => {
      const young = await FetchedSeries.in(kind, { listedAtMs: hour(100 - hoursAgo) });
      try {
        const window = hours(100 - hoursAgo, 100);
        expect(await young.settlements(window, [])).toMatchObject({ kind: 'stored' });
        const { coverage } = await young.known('funding');
        const { certificate } = await young.prove('funding', window);
        return { isCovered: coverage.length > 0, missing: certificate.missing };
      } finally {
        await young.close();
      }
    };

    it('is enough in its first day, and proves nothing (seed 401907)', async () => {
      expect(await listed(2)).toEqual({ isCovered: true, missing: 1 });
    });

    it('is asked for again of one that is older', async () => {
      expect(await listed(30)).toEqual({ isCovered: false, missing: expect.any(Number) });
    });
  });

  describe('about rows that stand without proof, as after a hand in the database', () => {
    it('is stored only when a second one says the same, wherever it differs from them', async () => {
      const day = hours(0, 24);
      await fetched.candles(day, candlesOf(0, 24));
      const { id } = await fetched.series('candles');
      await fetched.database.execute('DELETE FROM coverage WHERE series_id = $1', id);
      const others = candlesOf(0, 24).map((candle, i) =>
        i < 20 ? { ...candle, volume: 7 } : candle,
      );
      expect(await fetched.candles(day, others, { isAgreed: false })).toEqual({
        kind: 'doubtful',
        doubted: 20,
      });
      expect((await storedOf()).candles).toEqual(candlesOf(0, 24));
      expect(await fetched.candles(day, candlesOf(0, 24), { isAgreed: false })).toMatchObject({
        kind: 'stored',
        revised: 0,
      });
      await fetched.database.execute('DELETE FROM coverage WHERE series_id = $1', id);
      expect(await fetched.candles(day, others)).toMatchObject({ kind: 'stored', revised: 20 });
    });
  });

  describe('whose window begins between the hour of a settlement and its late stamp', () => {
    const late = { settledAtMs: hour(8), stampedAtMs: hour(8) + 14 * MINUTE_MS, rate: '0.1' };
    const others = [...settlementsOf(0, 8), ...settlementsOf(16, 48)];
    const asked = { fromMs: hour(8) + MINUTE_MS, toMs: hour(40) };
    const rows = [{ ...late, rate: '0.2' }, ...settlementsOf(16, 40)];
    const observe = async (nowMs: number) =>
      storeAnswer(
        fetched.database,
        {
          series: await fetched.series('funding'),
          source: 'live',
          asked,
          window: asked,
          content: { kind: 'funding', rows },
          purpose: 'scrub',
          pendingFromMs: Infinity,
          isAgreed: false,
        },
        { nowMs, confirmMs: CONFIRM_MS },
      );

    it('claims it once, however often it is read again, and leaves no claim once it is believed', async () => {
      const all = [...others, late].sort((a, b) => a.settledAtMs - b.settledAtMs);
      await fetched.settlements(hours(0, 48), all);
      for (const nowMs of [hour(100), hour(100) + 5_000]) {
        expect(await observe(nowMs)).toMatchObject({ kind: 'stored', revised: 0, claims: 1 });
        expect(await claims('funding')).toMatchObject([{ rowAtMs: hour(8), observations: 1 }]);
      }
      expect(await observe(hour(100) + CONFIRM_MS)).toMatchObject({ revised: 1, claims: 0 });
      expect(await claims('funding')).toEqual([]);
    });
  });
});
