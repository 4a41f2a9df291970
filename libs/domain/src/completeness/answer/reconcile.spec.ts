import { describe, expect, it } from '@jest/globals';
import type { Candle } from '../../candle.js';
import type { Settlement } from '../../settlement.js';
import { reconcile, type StoredRows } from './reconcile.js';
import { CANDLES, SETTLEMENTS } from './row-kind.js';
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

const settlement = (n: number, rate = '0.0001', jitterMs = 0): Settlement => ({
  settledAtMs: hour(n),
  stampedAtMs: hour(n) + jitterMs,
  rate,
});

describe('an answer about what nobody had', () => {
  it('adds its rows', () => {
    const rows = candles(0, 24);
    expect(observe(proven([], { coverage: [] }), rows)).toEqual({ ...NOTHING, added: rows });
  });

  it('changes nothing when it says what is stored, whatever jitter its stamps have', () => {
    expect(observe(proven(candles(0, 24)), candles(0, 24))).toEqual(NOTHING);
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
    const found = observe(proven(candles(0, 2), { coverage: [] }), [candle(0, 7), candle(2)]);
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
    const [claim] = observe(stored, candles(0, 24)).claims;
    expect(claim).toMatchObject({ rowAtMs: hour(5), observations: 1 });
    const afterMs = confirmMs;
    const cut = observe(
      { ...stored, claims: [claim!] },
      candles(0, 22).filter(({ openAtMs }) => openAtMs !== late.openAtMs),
      afterMs,
    );
    const notBeforeMs = nowMs + 2 * confirmMs;
    expect(cut.claims).toContainEqual({ ...claim, notBeforeMs });
    const whole = observe(
      { ...stored, claims: [{ ...claim!, notBeforeMs }] },
      candles(0, 24),
      afterMs,
    );
    expect(whole.revised).toMatchObject([{ atMs: hour(5), before: '' }]);
  });

  it('withdraws it where it lacks nothing else', () => {
    const [claim] = observe(stored, candles(0, 24)).claims;
    expect(observe({ ...stored, claims: [claim!] }, stored.rows, confirmMs).claims).toEqual([]);
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
      const once = observations(from, rows, [0]);
      expect(once).toMatchObject({ added: [], revised: [], refused: 0 });
      expect(once.claims).toEqual([
        {
          rowAtMs: hour(at),
          claimed: after,
          observations: 1,
          firstSeenAtMs: nowMs,
          lastSeenAtMs: nowMs,
          notBeforeMs: nowMs,
          foundBy: 'scrub',
        },
      ]);
      const seconds = observations(from, rows, [0, 5_000]);
      expect(seconds).toMatchObject({ added: [], revised: [], claims: once.claims });

      const twice = observations(from, rows, [0, confirmMs]);
      expect(twice).toMatchObject({ added: [], claims: [], refused: 0, foundBy: 'scrub' });
      const row = rows.find((one) => one.openAtMs === hour(at));
      expect(twice.revised).toEqual([{ atMs: hour(at), before, after, row }]);
    },
  );

  it('is forgotten when the next answer says what is stored', () => {
    const { claims } = observe(stored, changed);
    expect(observe({ ...stored, claims }, candles(0, 24), confirmMs)).toEqual(NOTHING);
  });

  it('is not confirmed by another one that says something else', () => {
    const other = candles(0, 24).map((one) => (one.openAtMs === hour(5) ? candle(5, 8) : one));
    const { claims } = observe(stored, changed);
    const second = observe({ ...stored, claims }, other, confirmMs);
    expect(second).toMatchObject({ added: [], revised: [] });
    expect(second.claims).toMatchObject([{ claimed: CANDLES.line(candle(5, 8)), observations: 1 }]);
  });

  it('adds what nobody had all the same', () => {
    const half = proven(candles(0, 12), { coverage: [hours(0, 12)] });
    const found = observe(half, changed);
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
