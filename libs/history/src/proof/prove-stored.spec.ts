import type { Candle } from '@fullcarry/domain/candle';
import { piecesOf, seriesSha256 } from '@fullcarry/domain/completeness/proof/certificate';
import { CANDLES, SETTLEMENTS } from '@fullcarry/domain/completeness/answer/row-kind';
import type { Settlement } from '@fullcarry/domain/settlement';
import { type TimeWindow } from '@fullcarry/domain/time-window';
import { DATABASES } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CertificateStore } from './certificate-store.js';
import { sha256 } from './certify-series.js';
import { fetchedMonth, month } from '../rows/fetched-month.fixture.js';
import {
  candlesOf,
  CONFIRM_MS,
  FetchedSeries,
  hour,
  hours,
  settlement,
  settlementsOf,
} from '../rows/fetched-series.fixture.js';
import { verifyCertificates } from './verify-certificates.js';

const { window, candles, settlements } = month;

describe.each(DATABASES)('the proof from the rows (%s)', (kind) => {
  let fetched: FetchedSeries;

  beforeEach(async () => {
    fetched = await fetchedMonth(kind);
  });

  afterEach(() => fetched.close());

  const ofCandles = async () => `series_id = ${(await fetched.series('candles')).id}`;

  it('certifies all rows that are due, by the recipe over their days, and keeps the certificate', async () => {
    const { certificate, touched } = await fetched.prove('candles', window);
    expect(touched).toEqual([]);
    expect(certificate).toEqual({
      window,
      expected: 720,
      present: 720,
      confirmedEmpty: 0,
      missing: 0,
      beforeListing: 0,
      afterDelisting: 0,
      beforeHistory: 0,
      firstRowAtMs: hour(0),
      lastRowAtMs: hour(719),
      sha256: seriesSha256(piecesOf(CANDLES, candles, sha256), sha256),
    });
    const funding = await fetched.prove('funding', window);
    expect(funding.certificate).toMatchObject({
      expected: 90,
      present: 90,
      missing: 0,
      sha256: seriesSha256(piecesOf(SETTLEMENTS, settlements, sha256), sha256),
    });
    const kept = await new CertificateStore(fetched.database).all();
    expect(kept.get((await fetched.series('candles')).id)?.certificate).toEqual(certificate);
  });

  it('proves rows whose days were never hashed, as an older program left them, from what is there', async () => {
    const before = (await fetched.prove('candles', window)).certificate;
    const funding = (await fetched.prove('funding', window)).certificate;
    await fetched.database.execute(
      'UPDATE piece SET hashed = -1, rows = 0, first_row_at_ms = NULL, last_row_at_ms = NULL, sha256 = NULL',
    );
    await fetched.database.execute('DELETE FROM certificate');
    expect(await fetched.prove('candles', window)).toMatchObject({
      certificate: before,
      touched: [],
    });
    expect(await fetched.prove('funding', window)).toMatchObject({
      certificate: funding,
      touched: [],
    });
    const kept = await fetched.known('candles');
    expect(kept.coverage).toEqual([window]);
  });

  it('is what a reading of all rows says, also of a window that cuts days', async () => {
    await fetched.prove('candles', hours(5, 700));
    await fetched.prove('funding', hours(5, 700));
    for await (const { stored, recomputed, agrees } of verifyCertificates(fetched.database)) {
      expect(recomputed).toEqual(stored);
      expect(agrees).toBe(true);
    }
  });

  it('asks again for what is covered although a row is due and none is stored', async () => {
    const part = hours(240, 264);
    await fetched.hand(
      `DELETE FROM candle WHERE ${await ofCandles()} AND open_at_ms = ${hour(250)}`,
    );
    await fetched.hand('DELETE FROM piece_change');
    await fetched.hand('UPDATE piece SET hashed = -1, accounted = changes');
    const found = await fetched.prove('candles', window);
    expect(found).toMatchObject({ touched: [], certificate: { expected: 720, missing: 1 } });
    expect(found.proof.unfounded).toEqual([hours(250, 251)]);
    expect((await fetched.known('candles')).coverage).toEqual([hours(0, 250), hours(251, 720)]);
    await fetched.candles(part, candles, { purpose: 'gap' });
    expect((await fetched.prove('candles', window)).certificate).toMatchObject({ missing: 0 });
  });
});

describe.each(DATABASES)('equal rows (%s)', (kind) => {
  let fetched: FetchedSeries;

  beforeEach(async () => {
    fetched = await FetchedSeries.in(kind);
  });

  afterEach(() => fetched.close());

  async function forget(): Promise<void> {
    const tables = [
      'candle',
      'funding_rate',
      'coverage',
      'gap',
      'claim',
      'revision',
      'certificate',
    ];
    for (const table of [...tables, 'piece', 'piece_change']) {
      await fetched.hand(`DELETE FROM ${table}`);
    }
    await fetched.hand('DELETE FROM piece_change');
    await fetched.hand('DELETE FROM piece');
  }

  const part = hours(0, 7 * 24);
  const cuts = fc
    .uniqueArray(fc.integer({ min: 1, max: 7 * 24 - 1 }), { maxLength: 6 })
    .map((all) => [0, ...all.sort((a, b) => a - b), 7 * 24])
    .map((all) => all.slice(1).map((to, i) => hours(all[i]!, to)))
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));

  /** Every page once, some of them more than once and in between proofs, as they come. */
  async function learn(pages: readonly TimeWindow[], isProvenBetween: boolean) {
    const some = [...candlesOf(0, 50), ...candlesOf(51, 7 * 24)] satisfies Candle[];
    const rates = [...settlementsOf(0, 80), ...hourly(80, 7 * 24)] satisfies Settlement[];
    let nowMs = hour(200);
    for (const page of [...pages, part, part]) {
      nowMs += CONFIRM_MS;
      await fetched.candles(page, some, { nowMs, purpose: 'gap' });
      await fetched.settlements(page, rates, { nowMs, purpose: 'gap' });
      if (isProvenBetween) {
        await fetched.prove('candles', part);
        await fetched.prove('funding', part);
      }
    }
    return {
      candles: (await fetched.prove('candles', part)).certificate,
      funding: (await fetched.prove('funding', part)).certificate,
    };
  }
  const hourly = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => settlement(from + i));

  it('give equal certificates, in whatever order and cut they came', async () => {
    const expected = await learn([part], false);
    expect(expected.candles).toMatchObject({ present: 167, confirmedEmpty: 1, missing: 0 });
    expect(expected.funding).toMatchObject({ present: 98, confirmedEmpty: 0, missing: 0 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.boolean(), async (pages, isProvenBetween) => {
        await forget();
        expect(await learn(pages, isProvenBetween)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});
