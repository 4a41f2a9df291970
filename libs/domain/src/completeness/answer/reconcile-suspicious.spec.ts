import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Claim } from './claim.js';
import { reconcile } from './reconcile.js';
import { CANDLES } from './row-kind.js';
import { covers, HOUR_MS } from '../../time-window.js';
import {
  confirmMs,
  nowMs,
  hour,
  hours,
  candle,
  candles,
  proven,
  observe,
  NOTHING,
  observations,
} from './reconcile-answers.fixture.js';

describe('an answer that carries the values of another market', () => {
  const many = 722;
  const stored = proven(candles(0, many));
  const other = candles(0, many, 7);

  it('is refused: none of 722 candles changes, and their number is reported', () => {
    const found = observations(stored, other, [0], many);
    expect(found).toMatchObject({ added: [], revised: [], foundBy: undefined, refused: many });
  });

  it('is refused with the rows in it that nobody had', () => {
    const found = observations(proven(candles(0, many - 1)), other, [0], many);
    expect(found).toMatchObject({ added: [], revised: [], refused: many });
    const behind = proven(candles(0, 700), { coverage: [hours(0, 700)] });
    expect(observations(behind, other, [0], many)).toMatchObject({
      added: [],
      revised: [],
      refused: 700,
    });
  });

  it('is refused again minutes and hours later', () => {
    expect(observations(stored, other, [0, confirmMs], many).refused).toBe(many);
    expect(observations(stored, other, [0, confirmMs, 5 * HOUR_MS], many).refused).toBe(many);
  });

  it('is believed when every answer of more than a day says so', () => {
    const found = observations(stored, other, [0, 12 * HOUR_MS, 25 * HOUR_MS], many);
    expect(found.refused).toBe(0);
    expect(found.revised).toHaveLength(many);
    expect(found.claims).toEqual([]);
  });

  it('is refused without forgetting what two answers say of rows that came late', () => {
    const late = proven([...candles(0, 4), ...candles(20, 24)], { gaps: [hours(4, 20)] });
    const rows = [...candles(0, 20), ...candles(20, 24, 7)];
    const second = observations(late, rows, [0, confirmMs]);
    expect(second).toMatchObject({ revised: [], refused: 4 });
    const observationsOf = second.claims.map((claim) => [claim.rowAtMs, claim.observations]);
    expect(observationsOf).toEqual(candles(4, 24).map((row) => [row.openAtMs, 2]));
  });

  it('leaves nothing behind when the next answer is the right one', () => {
    const { claims } = observations(stored, other, [0], many);
    expect(observe({ ...stored, claims }, candles(0, many), confirmMs, many)).toEqual(NOTHING);
  });

  it('is refused from the fourth row on that it contradicts; three are claims', () => {
    const differing = (from: number) => [...candles(0, 24 - from), ...candles(24 - from, 24, 7)];
    const day = proven(candles(0, 24));
    expect(observe(day, differing(3))).toMatchObject({ revised: [], refused: 0 });
    expect(observe(day, differing(3)).claims).toHaveLength(3);
    expect(observe(day, differing(4))).toMatchObject({ revised: [], refused: 4 });
  });

  it('is not believed sooner when it is cut into pages of three rows', () => {
    const claims = new Map<number, Claim>();
    for (const afterMs of [0, confirmMs, 2 * confirmMs]) {
      for (let from = 0; from < 24; from += 3) {
        const window = hours(from, from + 3);
        const rows = { ...stored, rows: candles(from, from + 3), claims: [...claims.values()] };
        const given = { window, rows: candles(from, from + 3, 7) };
        const time = { nowMs: nowMs + afterMs, confirmMs, foundBy: 'scrub' };
        const found = reconcile(CANDLES, rows, given, time);
        for (const claim of found.claims) claims.set(claim.rowAtMs, claim);
        if (afterMs > 0) expect(found.revised).toEqual([]);
      }
    }
    expect(claims.size).toBe(24);
  });
});

describe('rows of a long stretch that was confirmed empty', () => {
  const stored = proven([...candles(0, 4), ...candles(20, 24)], { gaps: [hours(4, 20)] });

  it('are taken when all of them come late at once and two answers give them', () => {
    const once = observations(stored, candles(0, 24), [0]);
    expect(once).toMatchObject({ added: [], revised: [], refused: 0 });
    expect(once.claims).toHaveLength(16);
    const twice = observations(stored, candles(0, 24), [0, confirmMs]);
    expect(twice.revised.map((change) => change.atMs)).toEqual(
      candles(4, 20).map((one) => one.openAtMs),
    );
    expect(twice).toMatchObject({ refused: 0, claims: [] });
  });

  it('do not make other contradictions of the same answer a rewrite', () => {
    const rows = candles(0, 24).map((one) => (one.openAtMs === hour(1) ? candle(1, 7) : one));
    const twice = observations(stored, rows, [0, confirmMs]);
    expect(twice.revised).toHaveLength(17);
  });
});

describe('one answer', () => {
  const rowOf = fc.record({ at: fc.integer({ min: 0, max: 23 }), close: fc.constantFrom(1, 2, 3) });
  const rowsOf = fc
    .uniqueArray(rowOf, { selector: (row) => row.at, maxLength: 24 })
    .map((rows) => rows.sort((a, b) => a.at - b.at).map(({ at, close }) => candle(at, close)));
  const windows = fc
    .array(fc.tuple(fc.nat({ max: 22 }), fc.integer({ min: 1, max: 10 })), { maxLength: 3 })
    .map((all) => all.map(([from, length]) => hours(from, from + length)));

  it('never changes a proven row, whatever it says, nor do many within the confirm time', () => {
    const answers = fc.array(rowsOf, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(rowsOf, windows, windows, answers, (rows, coverage, gaps, all) => {
        let claims: readonly Claim[] = [];
        for (const [i, answer] of all.entries()) {
          const stored = { rows, coverage, gaps, claims };
          const found = observe(stored, answer, Math.floor((i * confirmMs) / all.length));
          const changed = [
            ...found.added.map((row) => row.openAtMs),
            ...found.revised.map(({ atMs }) => atMs),
          ];
          expect(changed.filter((atMs) => covers(coverage, atMs))).toEqual([]);
          claims = found.claims;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves of what is not proven exactly its own rows, unless it is refused', () => {
    fc.assert(
      fc.property(rowsOf, windows, rowsOf, (rows, coverage, answer) => {
        const found = observe({ rows, coverage, gaps: [], claims: [] }, answer);
        if (found.refused > 0) return;
        const after = new Map(rows.map((row) => [row.openAtMs, row]));
        for (const row of found.added) after.set(row.openAtMs, row);
        for (const { atMs, row } of found.revised) {
          if (row) after.set(atMs, row);
          else after.delete(atMs);
        }
        const open = [...after.values()].filter((row) => !covers(coverage, row.openAtMs));
        expect(open.sort((a, b) => a.openAtMs - b.openAtMs)).toEqual(
          answer.filter((row) => !covers(coverage, row.openAtMs)),
        );
      }),
    );
  });
});
