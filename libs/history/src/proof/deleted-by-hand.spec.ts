import {
  DAY_MS,
  floorTo,
  mergeWindows,
  subtractWindows,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { DATABASES } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fetchedMonth, month, MONTH_DAYS } from '../rows/fetched-month.fixture.js';
import { hour, type FetchedSeries } from '../rows/fetched-series.fixture.js';

const { window, candles, settlements } = month;
const KINDS = ['candles', 'funding'] as const;
type Kind = (typeof KINDS)[number];

/** Each table that the fetcher keeps of a series, and the column of time in it. */
const TABLES: Readonly<Record<Kind, readonly (readonly [table: string, time: string])[]>> = {
  candles: [
    ['candle', 'open_at_ms'],
    ['candle', 'open_at_ms'],
    ['coverage', 'from_ms'],
    ['piece', 'from_ms'],
    ['certificate', 'from_ms'],
  ],
  funding: [
    ['funding_rate', 'settled_at_ms'],
    ['funding_rate', 'settled_at_ms'],
    ['coverage', 'from_ms'],
    ['piece', 'from_ms'],
    ['certificate', 'from_ms'],
  ],
};

/** On PostgreSQL each of our statements travels to a server. */
const DELETIONS = { sqlite: 1_000, postgresql: 100 };

/** Numbers below a bound, the same ones for the same seed. */
function diceOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe.each(DATABASES)('rows that are deleted by hand (%s)', (database) => {
  let fetched: FetchedSeries;

  beforeEach(async () => {
    fetched = await fetchedMonth(database);
  });

  afterEach(() => fetched.close());

  const store = (kind: Kind, part: TimeWindow) =>
    kind === 'candles'
      ? fetched.candles(part, candles, { purpose: 'gap' })
      : fetched.settlements(part, settlements, { purpose: 'gap' });

  const due = { candles: candles.length, funding: settlements.length };
  const stored = (kind: Kind) => fetched.count(kind === 'candles' ? 'candle' : 'funding_rate');

  it(`are found out every time, whatever the fetcher does meanwhile: ${DELETIONS[database]} deletions, none proven away`, async () => {
    const dice = diceOf(20_261_128);
    const before = {
      candles: (await fetched.prove('candles', window)).certificate,
      funding: (await fetched.prove('funding', window)).certificate,
    };
    const laundered: string[] = [];
    for (let i = 0; i < DELETIONS[database];) {
      const kind = KINDS[dice(KINDS.length)]!;
      const { id } = await fetched.series(kind);
      const deletions: string[] = [];
      // While the fetcher stands many come together.
      for (let together = 1 + dice(3); together > 0; together -= 1, i += 1) {
        const [table, time] = TABLES[kind][dice(TABLES[kind].length)]!;
        const fromMs = hour(dice(MONTH_DAYS * 24));
        const toMs = fromMs + (1 + dice(20)) * 3_600_000;
        deletions.push(`${table} ${fromMs} ${toMs}`);
        await fetched.hand(
          `DELETE FROM ${table} WHERE series_id = ${id} AND ${time} >= ${fromMs} AND ${time} < ${toMs}`,
        );
        // What the fetcher reads again elsewhere, or even there, proves nothing away.
        const dayMs = floorTo(hour(dice(MONTH_DAYS * 24)), DAY_MS);
        if (dice(2) === 0) await store(kind, { fromMs: dayMs, toMs: dayMs + DAY_MS });
      }

      const found = await fetched.prove(kind, window);
      const isSame = found.certificate.sha256 === before[kind].sha256;
      if (found.certificate.missing === 0 && !(isSame && (await stored(kind)) === due[kind])) {
        laundered.push(`${i}: ${deletions.join(', ')}`);
      }
      const { coverage } = await fetched.known(kind);
      for (const open of subtractWindows([window], coverage)) await store(kind, open);
      for (const day of mergeWindows(found.touched)) await store(kind, day);
      const again = await fetched.prove(kind, window);
      expect([i, deletions, again.certificate, again.touched]).toEqual([
        i,
        deletions,
        before[kind],
        [],
      ]);
      expect([await stored(kind), (await fetched.series(kind)).rows]).toEqual([
        due[kind],
        due[kind],
      ]);
    }
    expect(laundered).toEqual([]);
  }, 120_000);
});
