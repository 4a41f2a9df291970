import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Candle } from '../../candle.js';
import type { Settlement } from '../../settlement.js';
import type { Claim } from './claim.js';
import { reconcile, type Reconciled, type StoredRows } from './reconcile.js';
import { CANDLES, SETTLEMENTS } from './row-kind.js';
import { covers, DAY_MS, HOUR_MS, MINUTE_MS } from '../../time-window.js';

const confirmMs = 10 * MINUTE_MS;
const startMs = Date.parse('2026-02-19T00:00Z');
const nowMs = startMs + 60 * DAY_MS;
const hour = (n: number) => startMs + n * HOUR_MS;
const hours = (fromHour: number, toHour: number) => ({
  fromMs: hour(fromHour),
  toMs: hour(toHour),
});
const candle = (n: number, close = 101.5): Candle => ({
  openAtMs: hour(n),
  open: 100,
  high: 1_000,
  low: 1,
  close,
  volume: 12.25,
});
const candles = (from: number, to: number, close?: number) =>
  Array.from({ length: to - from }, (_, i) => candle(from + i, close));
const settlement = (n: number, rate = '0.0001', jitterMs = 0): Settlement => ({
  settledAtMs: hour(n),
  observedAtMs: hour(n) + jitterMs,
  rate,
});
const proven = (rows: Candle[], more: Partial<StoredRows<Candle>> = {}): StoredRows<Candle> => ({
  rows,
  coverage: [hours(0, 1_000)],
  gaps: [],
  claims: [],
  ...more,
});

/** What becomes of candles of the hours 0 to 24, or so many, when this is the answer `afterMs` later. */
function look(
  stored: StoredRows<Candle>,
  rows: readonly Candle[],
  afterMs = 0,
  toHour = 24,
): Reconciled<Candle> {
  const time = { nowMs: nowMs + afterMs, confirmMs, foundBy: 'scrub' };
  return reconcile(CANDLES, stored, { window: hours(0, toHour), rows }, time);
}
const NOTHING = { added: [], revised: [], claims: [], foundBy: undefined, refused: 0, unproven: 0 };

/** The same answer again and again, at these times after the first; what the last of them came to. */
function looks(
  stored: StoredRows<Candle>,
  rows: readonly Candle[],
  aftersMs: readonly number[],
  toHour = 24,
): Reconciled<Candle> {
  let claims: readonly Claim[] = [];
  let found: Reconciled<Candle> = NOTHING;
  for (const afterMs of aftersMs) {
    found = look({ ...stored, claims }, rows, afterMs, toHour);
    claims = found.claims;
  }
  return found;
}

describe('an answer about what nobody had', () => {
  it('adds its rows', () => {
    const rows = candles(0, 24);
    expect(look(proven([], { coverage: [] }), rows)).toEqual({ ...NOTHING, added: rows });
  });

  it('changes nothing when it says what is stored, whatever jitter its stamps have', () => {
    expect(look(proven(candles(0, 24)), candles(0, 24))).toEqual(NOTHING);
    const stored = {
      coverage: [hours(0, 24)],
      gaps: [],
      claims: [],
      rows: [settlement(8, '0.1', 3)],
    };
    const given = { window: hours(0, 24), rows: [settlement(8, '0.1', 11)] };
    const time = { nowMs, confirmMs, foundBy: 'scrub' };
    expect(reconcile(SETTLEMENTS, stored, given, time)).toEqual(NOTHING);
  });

  it('is taken as it is where rows are stored that are not proven', () => {
    const found = look(proven(candles(0, 2), { coverage: [] }), [candle(0, 7), candle(2)]);
    expect(found.added).toEqual([candle(2)]);
    expect(found.revised.map(({ atMs, row }) => [atMs, row?.close])).toEqual([
      [hour(0), 7],
      [hour(1), undefined],
    ]);
    expect(found.claims).toEqual([]);
  });
});

describe('an answer that lacks proven rows', () => {
  const late = candle(5);
  const stored = proven(
    candles(0, 24).filter(({ openAtMs }) => openAtMs !== late.openAtMs),
    { gaps: [hours(5, 6)] },
  );

  it('withdraws no claim about a row that it lacks too, and lets it be asked for later (seed 402137)', () => {
    const [claim] = look(stored, candles(0, 24)).claims;
    expect(claim).toMatchObject({ rowAtMs: hour(5), looks: 1 });
    const afterMs = confirmMs;
    const cut = look(
      { ...stored, claims: [claim!] },
      candles(0, 22).filter(({ openAtMs }) => openAtMs !== late.openAtMs),
      afterMs,
    );
    const notBeforeMs = nowMs + 2 * confirmMs;
    expect(cut.claims).toContainEqual({ ...claim, notBeforeMs });
    const whole = look(
      { ...stored, claims: [{ ...claim!, notBeforeMs }] },
      candles(0, 24),
      afterMs,
    );
    expect(whole.revised).toMatchObject([{ atMs: hour(5), before: '' }]);
  });

  it('withdraws it where it lacks nothing else', () => {
    const [claim] = look(stored, candles(0, 24)).claims;
    expect(look({ ...stored, claims: [claim!] }, stored.rows, confirmMs).claims).toEqual([]);
  });
});

describe('an answer that contradicts proven rows', () => {
  const stored = proven(candles(0, 24));
  const without = (n: number) => candles(0, 24).filter((one) => one.openAtMs !== hour(n));
  const changed = candles(0, 24).map((one) => (one.openAtMs === hour(5) ? candle(5, 7) : one));

  it.each<[string, StoredRows<Candle>, Candle[], number, string, string]>([
    ['a row is different', stored, changed, 5, CANDLES.line(candle(5)), CANDLES.line(candle(5, 7))],
    ['a row vanished', stored, without(3), 3, CANDLES.line(candle(3)), ''],
    [
      'a row appeared where none was proven',
      proven(without(3)),
      candles(0, 24),
      3,
      '',
      CANDLES.line(candle(3)),
    ],
  ])(
    'changes nothing once, and the row when said again: %s',
    (_, from, rows, at, before, after) => {
      const once = looks(from, rows, [0]);
      expect(once).toMatchObject({ added: [], revised: [], refused: 0 });
      expect(once.claims).toEqual([
        {
          rowAtMs: hour(at),
          claimed: after,
          looks: 1,
          firstSeenAtMs: nowMs,
          lastSeenAtMs: nowMs,
          notBeforeMs: nowMs,
          foundBy: 'scrub',
        },
      ]);
      const seconds = looks(from, rows, [0, 5_000]);
      expect(seconds).toMatchObject({ added: [], revised: [], claims: once.claims });

      const twice = looks(from, rows, [0, confirmMs]);
      expect(twice).toMatchObject({ added: [], claims: [], refused: 0, foundBy: 'scrub' });
      const row = rows.find((one) => one.openAtMs === hour(at));
      expect(twice.revised).toEqual([{ atMs: hour(at), before, after, row }]);
    },
  );

  it('is forgotten when the next answer says what is stored', () => {
    const { claims } = look(stored, changed);
    expect(look({ ...stored, claims }, candles(0, 24), confirmMs)).toEqual(NOTHING);
  });

  it('is not confirmed by another one that says something else', () => {
    const other = candles(0, 24).map((one) => (one.openAtMs === hour(5) ? candle(5, 8) : one));
    const { claims } = look(stored, changed);
    const second = look({ ...stored, claims }, other, confirmMs);
    expect(second).toMatchObject({ added: [], revised: [] });
    expect(second.claims).toMatchObject([{ claimed: CANDLES.line(candle(5, 8)), looks: 1 }]);
  });

  it('adds what nobody had all the same', () => {
    const half = proven(candles(0, 12), { coverage: [hours(0, 12)] });
    const found = look(half, changed);
    expect(found.added).toEqual(candles(12, 24));
    expect(found.claims.map((claim) => claim.rowAtMs)).toEqual([hour(5)]);
  });
});

describe('a settlement at 03:00 in a schedule of 8 h that was given once and never again', () => {
  const rows = [0, 3, 8, 16].map((n) => settlement(n));
  const stored = { rows, coverage: [hours(0, 24)], gaps: [], claims: [] };
  const given = { window: hours(0, 24), rows: [0, 8, 16].map((n) => settlement(n)) };
  const time = (afterMs: number) => ({ nowMs: nowMs + afterMs, confirmMs, foundBy: 'scrub' });

  it('stays after one answer without it, and goes after two that are minutes apart', () => {
    const first = reconcile(SETTLEMENTS, stored, given, time(0));
    expect(first).toMatchObject({ revised: [], claims: [{ rowAtMs: hour(3), claimed: '' }] });
    const again = { ...stored, claims: first.claims };
    expect(reconcile(SETTLEMENTS, again, given, time(5_000)).revised).toEqual([]);
    expect(reconcile(SETTLEMENTS, again, given, time(confirmMs)).revised).toEqual([
      { atMs: hour(3), before: SETTLEMENTS.line(settlement(3)), after: '', row: undefined },
    ]);
  });
});

describe('an answer that carries the values of another market', () => {
  const many = 722;
  const stored = proven(candles(0, many));
  const other = candles(0, many, 7);

  it('is refused: none of 722 candles changes, and their number is reported', () => {
    const found = looks(stored, other, [0], many);
    expect(found).toMatchObject({ added: [], revised: [], foundBy: undefined, refused: many });
  });

  it('is refused with the rows in it that nobody had', () => {
    const found = looks(proven(candles(0, many - 1)), other, [0], many);
    expect(found).toMatchObject({ added: [], revised: [], refused: many });
    const behind = proven(candles(0, 700), { coverage: [hours(0, 700)] });
    expect(looks(behind, other, [0], many)).toMatchObject({ added: [], revised: [], refused: 700 });
  });

  it('is refused again minutes and hours later', () => {
    expect(looks(stored, other, [0, confirmMs], many).refused).toBe(many);
    expect(looks(stored, other, [0, confirmMs, 5 * HOUR_MS], many).refused).toBe(many);
  });

  it('is believed when every answer of more than a day says so', () => {
    const found = looks(stored, other, [0, 12 * HOUR_MS, 25 * HOUR_MS], many);
    expect(found.refused).toBe(0);
    expect(found.revised).toHaveLength(many);
    expect(found.claims).toEqual([]);
  });

  it('is refused without forgetting what two answers say of rows that came late', () => {
    const late = proven([...candles(0, 4), ...candles(20, 24)], { gaps: [hours(4, 20)] });
    const rows = [...candles(0, 20), ...candles(20, 24, 7)];
    const second = looks(late, rows, [0, confirmMs]);
    expect(second).toMatchObject({ revised: [], refused: 4 });
    const looksOf = second.claims.map((claim) => [claim.rowAtMs, claim.looks]);
    expect(looksOf).toEqual(candles(4, 24).map((row) => [row.openAtMs, 2]));
  });

  it('leaves nothing behind when the next answer is the right one', () => {
    const { claims } = looks(stored, other, [0], many);
    expect(look({ ...stored, claims }, candles(0, many), confirmMs, many)).toEqual(NOTHING);
  });

  it('is refused from the fourth row on that it contradicts; three are claims', () => {
    const differing = (from: number) => [...candles(0, 24 - from), ...candles(24 - from, 24, 7)];
    const day = proven(candles(0, 24));
    expect(look(day, differing(3))).toMatchObject({ revised: [], refused: 0 });
    expect(look(day, differing(3)).claims).toHaveLength(3);
    expect(look(day, differing(4))).toMatchObject({ revised: [], refused: 4 });
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
    const once = looks(stored, candles(0, 24), [0]);
    expect(once).toMatchObject({ added: [], revised: [], refused: 0 });
    expect(once.claims).toHaveLength(16);
    const twice = looks(stored, candles(0, 24), [0, confirmMs]);
    expect(twice.revised.map((change) => change.atMs)).toEqual(
      candles(4, 20).map((one) => one.openAtMs),
    );
    expect(twice).toMatchObject({ refused: 0, claims: [] });
  });

  it('do not make other contradictions of the same answer a rewrite', () => {
    const rows = candles(0, 24).map((one) => (one.openAtMs === hour(1) ? candle(1, 7) : one));
    const twice = looks(stored, rows, [0, confirmMs]);
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
          const found = look(stored, answer, Math.floor((i * confirmMs) / all.length));
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
        const found = look({ rows, coverage, gaps: [], claims: [] }, answer);
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
