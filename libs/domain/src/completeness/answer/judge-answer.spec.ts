import { describe, expect, it } from '@jest/globals';
import type { Gap } from '../judge/gap.js';
import type { Settlement } from '../../settlement.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time-window.js';
import {
  judgeAnswer,
  reachOf,
  type CheckedAnswer,
  type JudgedAnswer,
  type StoredEvidence,
} from './judge-answer.js';
import { answeredSettlements } from './row-kind.js';

const startMs = Date.parse('2026-02-19T00:00Z');
const hour = (n: number) => startMs + n * HOUR_MS;
const hours = (fromHour: number, toHour: number) => ({
  fromMs: hour(fromHour),
  toMs: hour(toHour),
});
const settlement = (n: number, rate = '0.0001'): Settlement => ({
  settledAtMs: hour(n),
  stampedAtMs: hour(n) + 3,
  rate,
});
const settlements = (fromHour: number, toHour: number) =>
  Array.from({ length: (toHour - fromHour) / 8 }, (_, i) => settlement(fromHour + 8 * i));

type Stored = Omit<StoredEvidence<Settlement>, 'times'>;

/** What follows from an answer about three days, given what is stored. */
function judge(
  rows: readonly Settlement[],
  more: Partial<Stored> = {},
  answer: Partial<CheckedAnswer<Settlement>> = {},
): JudgedAnswer<Settlement> {
  const stored: Stored = {
    life: { listedAtMs: undefined, delistedAtMs: undefined },
    coverage: [],
    gaps: [],
    claims: [],
    handled: [],
    nearby: [],
    ...more,
  };
  return judgeAnswer(
    answeredSettlements({ runs: [], listedAtMs: stored.life.listedAtMs }),
    {
      asked: hours(0, 72),
      window: hours(0, 72),
      rows,
      pendingFromMs: hour(1_000),
      isAgreed: false,
      ...answer,
    },
    { ...stored, times: stored.nearby.map(({ settledAtMs }) => settledAtMs) },
    { nowMs: hour(1_000), confirmMs: 10 * MINUTE_MS, foundBy: 'fill' },
  );
}

describe('an answer about a stretch that nobody knew', () => {
  it('is believed as it is, and covers its window', () => {
    expect(judge(settlements(0, 72))).toMatchObject({
      kind: 'believed',
      rows: settlements(0, 72),
      covered: [hours(0, 72)],
      gaps: [],
      changesProven: false,
      foundBy: undefined,
    });
  });

  it('covers all but the hole that it shows', () => {
    const rows = settlements(0, 72).filter(({ settledAtMs }) => settledAtMs !== hour(32));
    expect(judge(rows)).toMatchObject({
      kind: 'believed',
      gaps: [{ status: 'missing', rowsExpected: 1, fromMs: hour(24) + MINUTE_MS, toMs: hour(40) }],
      covered: [
        { fromMs: hour(0), toMs: hour(24) + MINUTE_MS },
        { fromMs: hour(40), toMs: hour(72) },
      ],
    });
  });

  it('leaves out rows of a dead contract, and of another coin that had the name before', () => {
    const life = { listedAtMs: hour(40), delistedAtMs: hour(56) };
    const judged = judge(settlements(0, 72), { life });
    const kept = judged.kind === 'believed' ? judged.rows.map((row) => row.settledAtMs) : [];
    expect(kept.at(-1)).toBe(hour(56));
    expect(kept[0]).toBeGreaterThan(hour(40) - DAY_MS);
  });
});

describe('an answer that is another than rows without proof', () => {
  const nearby = [settlement(0, '0.0002'), ...settlements(8, 72)];

  it('is doubted until a second one says the same', () => {
    expect(judge(settlements(0, 72), { nearby })).toEqual({ kind: 'doubtful', doubted: 1 });
    expect(judge(settlements(0, 72), { nearby }, { isAgreed: true })).toMatchObject({
      kind: 'believed',
      rows: [settlement(0)],
    });
  });

  it('is doubted too where it puts back what a hand took away', () => {
    const [, ...rest] = settlements(0, 72);
    const handled = [hours(0, 24)];
    expect(judge(settlements(0, 72), { nearby: rest, handled })).toEqual({
      kind: 'doubtful',
      doubted: 1,
    });
  });
});

describe('an answer that denies proven rows', () => {
  const proven = { nearby: settlements(0, 72), coverage: [hours(0, 72)] };

  it('of one is a claim: nothing is changed', () => {
    const [first, ...rest] = settlements(0, 72);
    expect(judge(rest, proven)).toMatchObject({
      kind: 'believed',
      rows: [],
      vanished: [],
      claims: { within: hours(0, 72), open: [{ rowAtMs: first?.settledAtMs, claimed: '' }] },
    });
  });

  it('of many is refused: only what it claims is kept', () => {
    const judged = judge([], proven);
    expect(judged).toMatchObject({ kind: 'refused', refused: 9 });
    expect(judged.kind === 'refused' && judged.claims.open).toHaveLength(9);
  });
});

describe('a hole that goes on where an answer ends', () => {
  const gap: Gap = {
    ...hours(60, 90),
    status: 'missing',
    rowsExpected: 3,
    observations: 1,
    firstObservedAtMs: hour(900),
    lastObservedAtMs: hour(900),
    nextTryAtMs: hour(901),
    evidence: '',
  };

  it('is seen whole, when it was seen before', () => {
    expect(reachOf(hours(0, 72), [gap])).toEqual(hours(0, 90));
    expect(reachOf(hours(0, 72), [{ ...gap, observations: 0 }])).toEqual(hours(0, 72));
    expect(reachOf(hours(0, 72), [{ ...gap, status: 'confirmed-empty' }])).toEqual(hours(0, 72));
  });
});
