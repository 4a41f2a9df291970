import type { RowShape } from '@fullcarry/domain/series';
import { DAY_MS, HOUR_MS, MINUTE_MS, within } from '@fullcarry/domain/time-window';
import { DATABASES } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  candlesOf,
  CONFIRM_MS,
  FetchedSeries,
  hour,
  hours,
  settlementsOf,
} from '../rows/fetched-series.fixture.js';
import { countTouches } from './piece-changes.js';
import { proveStored } from './prove-stored.js';

import { WatchedDatabase } from '../database/watched-database.fixture.js';

const DAYS = 6;
const window = hours(0, DAYS * 24);
const candles = candlesOf(0, DAYS * 24 + 1, MINUTE_MS);

/** What a proof costs: it is made again each minute, for every series. */
describe.each(DATABASES)('a new candle beside days that are proven (%s)', (kind) => {
  let fetched: FetchedSeries;

  beforeEach(async () => {
    fetched = await FetchedSeries.in(kind, { timeframe: '1m' });
    await fetched.candles(window, candles);
    await fetched.prove('candles', window);
  });

  afterEach(() => fetched.close());

  async function watchedProof(wanted = window) {
    const watched = new WatchedDatabase(fetched.database);
    await countTouches(watched.database);
    const { series, ...known } = await fetched.known('candles');
    const facts = { wanted, ...known, nowMs: wanted.toMs + HOUR_MS };
    const proven = await proveStored(watched.database, series, facts, facts.nowMs);
    return { watched, certificate: proven!.certificate };
  }

  it('costs the reading of its own day and of no other', async () => {
    const more = { fromMs: window.toMs, toMs: window.toMs + MINUTE_MS };
    await fetched.candles(more, candles, { purpose: 'tail' });
    const { watched, certificate } = await watchedProof({ ...window, toMs: more.toMs });

    expect(certificate).toMatchObject({ present: DAYS * 1_440 + 1, missing: 0 });
    const today = { fromMs: window.toMs, toMs: window.toMs + DAY_MS };
    expect(watched.rowsRead.length).toBeGreaterThan(0);
    for (const read of watched.rowsRead) expect(within(read.window, today)).toBe(true);
  });

  it('costs no reading of rows when nothing changed', async () => {
    const { watched, certificate } = await watchedProof();
    expect(certificate).toMatchObject({ present: DAYS * 1_440, missing: 0 });
    expect(watched.rowsRead).toEqual([]);
  });
});

describe.each(DATABASES)('how many rows a series has (%s)', (kind) => {
  let fetched: FetchedSeries;

  beforeEach(async () => {
    fetched = await FetchedSeries.in(kind);
  });

  afterEach(() => fetched.close());

  /** What stands beside the series, and what there is. */
  async function counted(of: RowShape) {
    const { rows, revisions } = await fetched.series(of);
    const there = await fetched.count(of === 'candles' ? 'candle' : 'funding_rate');
    return { rows, there, revisions };
  }

  it('is kept with every answer, through rows that come twice, anew, otherwise or no more', async () => {
    const day = hours(0, 24);
    const all = candlesOf(0, 24);
    await fetched.candles(day, all.slice(0, 20));
    expect(await counted('candles')).toEqual({ rows: 20, there: 20, revisions: 0 });
    await fetched.candles(day, all, { purpose: 'gap' });
    expect(await counted('candles')).toMatchObject({ rows: 24, there: 24 });

    // Proven rows change when two answers, minutes apart, agree: one is otherwise, one is no more.
    const otherwise = all
      .filter((_, i) => i !== 9)
      .map((row, i) => (i === 3 ? { ...row, volume: 7 } : row));
    for (const nowMs of [hour(30), hour(30) + CONFIRM_MS]) {
      await fetched.candles(day, otherwise, { nowMs, purpose: 'recheck' });
    }
    expect(await counted('candles')).toMatchObject({ rows: 23, there: 23, revisions: 2 });

    await fetched.settlements(day, settlementsOf(0, 24));
    await fetched.settlements(day, settlementsOf(0, 24));
    expect(await counted('funding')).toEqual({ rows: 3, there: 3, revisions: 0 });
  });
});
