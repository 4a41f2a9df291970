import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { announcedRun, type AnnouncedRun, type Announcement } from './announced-schedule.js';
import { wantedSettlements } from './look-back.js';
import { absentSettlements, settlementHoles } from './settlement-schedule.js';
import { HOUR_MS, MINUTE_MS, type TimeWindow } from '../../time-window.js';

const startMs = Date.parse('2026-02-19T00:00Z');
const hour = (n: number) => startMs + n * HOUR_MS;
const hours = (instants: readonly number[]) => instants.map((atMs) => (atMs - startMs) / HOUR_MS);
const upTo = (fromHour: number, lastHour: number): TimeWindow => ({
  fromMs: hour(fromHour),
  toMs: hour(lastHour) + MINUTE_MS,
});

/** What is stored of what a ticker says, a few seconds after each settlement. */
function runsOf(announcements: readonly Announcement[]): AnnouncedRun[] {
  const runs: AnnouncedRun[] = [];
  for (const announcement of announcements) {
    const last = runs.at(-1);
    const run = announcedRun(last, announcement);
    if (!run) continue;
    if (last?.observedAtMs === run.observedAtMs) runs.pop();
    runs.push(run);
  }
  return runs;
}
const announcedAt = (atHour: number, nextHour: number, intervalHours: number): Announcement => ({
  observedAtMs: hour(atHour) + 5_000,
  nextAtMs: hour(nextHour),
  intervalMs: intervalHours * HOUR_MS,
});

/** A settlement that really was, with the interval that the ticker gave for it. */
interface Truth {
  readonly atHour: number;
  readonly intervalHours: number;
}

/** Settlements from the hour 0 on: each after so many hours, announced 5 s after the one before. */
function world(steps: readonly (readonly [hours: number, intervalHours: number])[]) {
  const truth: Truth[] = [];
  let atHour = 0;
  for (const [stepHours, intervalHours] of steps) {
    atHour += stepHours;
    truth.push({ atHour, intervalHours });
  }
  const announcements = truth.map(({ atHour: next, intervalHours }, i) =>
    announcedAt(truth[i - 1]?.atHour ?? 0, next, intervalHours),
  );
  return { settled: [0, ...truth.map((one) => one.atHour)], announcements };
}

const repeat = (stepHours: number, count: number, intervalHours = stepHours) =>
  Array.from({ length: count }, () => [stepHours, intervalHours] as const);

function absentOf(
  settledHours: readonly number[],
  window: TimeWindow,
  runs: readonly AnnouncedRun[],
) {
  const evidence = { runs, listedAtMs: undefined };
  return hours(absentSettlements(settledHours.map(hour), window, evidence));
}

describe('an interval of 8 h that becomes 1 h', () => {
  const { settled, announcements } = world([...repeat(8, 90), [1, 1]]);
  const lastHour = 720;
  const runs = runsOf(announcements);
  const before = settled.filter((atHour) => atHour <= lastHour);

  it('makes the announced settlement due at its time, though its row is ten minutes late', () => {
    const nowMs = hour(lastHour + 1) + 5_000;
    const life = { listedAtMs: undefined, delistedAtMs: undefined };
    const wanted = wantedSettlements(nowMs, 30, life, runs);
    expect(wanted).toEqual(upTo(0, lastHour + 1));
    const evidence = { runs, listedAtMs: undefined };
    expect(settlementHoles(before.map(hour), wanted, evidence)).toEqual([
      { fromMs: hour(lastHour) + MINUTE_MS, toMs: wanted.toMs, rowsExpected: 1 },
    ]);
  });

  it('makes nothing due before that time', () => {
    const nowMs = hour(lastHour + 1) - 1;
    const life = { listedAtMs: undefined, delistedAtMs: undefined };
    const wanted = wantedSettlements(nowMs, 30, life, runs);
    expect(wanted).toEqual(upTo(0, lastHour));
    expect(absentOf(before, wanted, runs)).toEqual([]);
  });

  it('has nothing absent once the late row is there', () => {
    expect(absentOf(settled, upTo(0, lastHour + 1), runs)).toEqual([]);
  });
});

describe('a market that was listed seven hours ago and settles every hour', () => {
  const listedAtMs = hour(4);
  const window = upTo(4, 11);

  it.each<[string, Announcement[]]>([
    [
      'was read since the listing',
      Array.from({ length: 8 }, (_, i) => announcedAt(4 + i, 5 + i, 1)),
    ],
    ['was read just now for the first time', [announcedAt(11, 12, 1)]],
  ])('has a hole of seven when its answer is empty and the ticker %s', (_, announcements) => {
    expect(settlementHoles([], window, { runs: runsOf(announcements), listedAtMs })).toEqual([
      { ...window, rowsExpected: 7 },
    ]);
  });
});

describe('a step as long as the interval that was announced for it', () => {
  it.each<[string, (readonly [number, number])[]]>([
    ['1 h to 8 h', [...repeat(1, 24), ...repeat(8, 3)]],
    ['8 h to 1 h', [...repeat(8, 6), ...repeat(1, 24)]],
    [
      '8 h to 1 h and back over one step of 6 h',
      [...repeat(8, 3), ...repeat(1, 10), [6, 8], [8, 8]],
    ],
    ['1 h to 4 h over one step of 3 h', [...repeat(1, 9), [3, 4], ...repeat(4, 3)]],
    ['4 h to 1 h over one step of 3 h', [...repeat(4, 4), [3, 1], ...repeat(1, 9)]],
    ['8 h to 4 h over one step of 2 h', [...repeat(8, 3), [2, 4], ...repeat(4, 4)]],
    ['1 h to 12 h over one step of 11 h', [...repeat(1, 13), [11, 12], ...repeat(12, 2)]],
    ['1 h to 24 h', [...repeat(1, 24), ...repeat(24, 2)]],
  ])('is a change and no hole, at every hour of it: %s', (_, steps) => {
    const { settled, announcements } = world(steps);
    for (let nowHour = 1; nowHour <= settled.at(-1)!; nowHour += 1) {
      const heard = announcements.filter((one) => one.observedAtMs <= hour(nowHour) + 5_000);
      const there = settled.filter((atHour) => atHour <= nowHour);
      expect(absentOf(there, upTo(0, nowHour), runsOf(heard))).toEqual([]);
    }
  });

  it.each<[string, (readonly [number, number])[]]>([
    ['1 h to 8 h', [...repeat(1, 24), ...repeat(8, 3)]],
    ['8 h to 1 h', [...repeat(8, 6), ...repeat(1, 24)]],
    [
      '8 h to 1 h and back over one step of 6 h',
      [...repeat(8, 3), ...repeat(1, 10), [6, 8], [8, 8]],
    ],
    ['1 h to 4 h over one step of 3 h', [...repeat(1, 9), [3, 4], ...repeat(4, 3)]],
  ])('is judged equally by one who comes later and reads the same rows: %s', (_, steps) => {
    const { settled, announcements } = world(steps);
    const window = upTo(0, settled.at(-1)!);
    const late = announcements.slice(-1);
    expect(absentOf(settled, window, runsOf(announcements))).toEqual([]);
    expect(absentOf(settled, window, runsOf(late))).toEqual([]);
    expect(absentOf(settled, window, [])).toEqual([]);
  });
});

describe('twenty settlements at any interval of whole hours', () => {
  it.each([3, 6, 12, 24])('have none absent every %d h, whether announced or not', (every) => {
    const { settled, announcements } = world(repeat(every, 19));
    expect(settled).toHaveLength(20);
    const window = upTo(0, settled.at(-1)!);
    for (const runs of [runsOf(announcements), runsOf(announcements.slice(-1)), []]) {
      expect(absentOf(settled, window, runs)).toEqual([]);
    }
  });

  it.each([3, 6, 12, 24])('have none absent after each new one of them every %d h', (every) => {
    const { settled, announcements } = world(repeat(every, 19));
    for (let many = 1; many <= settled.length; many += 1) {
      const there = settled.slice(0, many);
      const heard = runsOf(announcements.slice(0, many));
      expect(absentOf(there, upTo(0, there.at(-1)!), heard)).toEqual([]);
    }
  });

  it.each([3, 6, 12, 24])('show each single one that is left out every %d h', (every) => {
    const { settled, announcements } = world(repeat(every, 19));
    const window = upTo(0, settled.at(-1)!);
    for (const without of settled.slice(1)) {
      const rest = settled.filter((atHour) => atHour !== without);
      expect(absentOf(rest, window, runsOf(announcements))).toEqual([without]);
    }
  });
});

describe('a listing at 04:00:00 that settles every 4 h', () => {
  const listedAtMs = hour(4);
  const announced = runsOf([announcedAt(4, 8, 4), announcedAt(8, 12, 4), announcedAt(12, 16, 4)]);

  it.each<[string, AnnouncedRun[]]>([
    ['announced', announced],
    ['not announced', []],
  ])('owes nothing at that instant, and all from the first after it on: %s', (_, runs) => {
    const evidence = { runs, listedAtMs };
    const absent = (settled: number[]) =>
      hours(absentSettlements(settled.map(hour), upTo(4, 16), evidence));
    expect(absent([8, 12, 16])).toEqual([]);
    expect(absent([12, 16])).toEqual([8]);
  });

  it('owes nothing at all before its first settlement is due', () => {
    const runs = runsOf([announcedAt(4, 8, 4)]);
    expect(settlementHoles([], upTo(4, 7), { runs, listedAtMs })).toEqual([]);
    expect(settlementHoles([], upTo(4, 8), { runs, listedAtMs })).toEqual([
      { ...upTo(4, 8), rowsExpected: 1 },
    ]);
  });
});

describe('whatever an exchange announces, at every settlement', () => {
  /** Any intervals, each for a while, and its first step as long as it or shorter. */
  const stretches = fc.array(
    fc.record({
      every: fc.integer({ min: 1, max: 24 }),
      first: fc.integer({ min: 1, max: 24 }),
      many: fc.integer({ min: 1, max: 9 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const worlds = stretches.map((all) =>
    world(
      all.flatMap(({ every, first, many }) => [
        [Math.min(first, every), every] as const,
        ...repeat(every, many),
      ]),
    ),
  );

  it('is due, and nothing else: absent are exactly the rows that are not there', () => {
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.boolean()), ({ settled, announcements }, dice) => {
        const there = settled.filter((atHour) => atHour === 0 || dice.next().value === true);
        const window = upTo(0, settled.at(-1)!);
        expect(absentOf(there, window, runsOf(announcements))).toEqual(
          settled.filter((atHour) => !there.includes(atHour)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is due from the first announcement on that was heard', () => {
    fc.assert(
      fc.property(
        worlds,
        fc.nat(),
        fc.infiniteStream(fc.boolean()),
        ({ settled, announcements }, from, dice) => {
          const heard = announcements.slice(from % announcements.length);
          const there = settled.filter(() => dice.next().value === true);
          const fromMs = heard[0]!.observedAtMs;
          const window = { fromMs, toMs: hour(settled.at(-1)!) + MINUTE_MS };
          expect(absentOf(there, window, runsOf(heard))).toEqual(
            settled.filter((atHour) => hour(atHour) >= fromMs && !there.includes(atHour)),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
