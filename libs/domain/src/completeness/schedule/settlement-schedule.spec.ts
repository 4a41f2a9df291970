import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { absentSettlements, irregularSteps, settlementHoles } from './settlement-schedule.js';
import { RECORDED_SCHEDULES, settledTimes } from './recorded-schedules.fixture.js';
import { DAY_MS, holds, HOUR_MS, MINUTE_MS } from '../../time-window.js';
import {
  UNANNOUNCED,
  startMs,
  timesOf,
  windowOf,
  holesOf,
  holeAt,
  repeat,
} from './schedule-times.fixture.js';

const interval = fc.constantFrom(1, 2, 4, 8);

describe('funding holes in a regular schedule', () => {
  it('are none, whatever the interval', () => {
    for (const hours of [1, 2, 4, 8]) expect(holesOf(repeat(hours, 40))).toEqual([]);
  });

  it('are none at other hours of the day than the usual ones', () => {
    const times = timesOf(repeat(8, 9)).map((atMs) => atMs + 4 * HOUR_MS);
    expect(settlementHoles(times, windowOf(times), UNANNOUNCED)).toEqual([]);
  });

  it('are each stretch of left-out settlements, with as many rows as were left out', () => {
    const regular = (min: number) => fc.integer({ min, max: 6 });
    const leftOut = fc.integer({ min: 1, max: 29 });
    const lost = fc.array(fc.tuple(leftOut, regular(0)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(interval, regular(2), lost, regular(2), (hours, before, losses, after) => {
        const steps = repeat(hours, before);
        const expected: [number, number][] = [];
        for (const [rows, regularAfter] of losses) {
          expected.push([steps.length, rows]);
          steps.push((rows + 1) * hours, ...repeat(hours, regularAfter));
        }
        steps.push(...repeat(hours, after));

        expect(holesOf(steps)).toEqual(expected.map(([i, rows]) => holeAt(steps, i, rows)));
      }),
    );
  });

  it('are the same in a part as in the whole, however long the regular stretches around it', () => {
    const stretch = fc.record({
      hours: fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 24, 30),
      count: fc.integer({ min: 1, max: 60 }),
    });
    const series = fc.array(stretch, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        series,
        fc.array(fc.nat({ max: 400 }), { maxLength: 12 }),
        fc.nat({ max: 1_000 }),
        fc.nat({ max: 60 }),
        (stretches, lost, at, length) => {
          let atMs = startMs;
          const all = [atMs];
          for (const { hours, count } of stretches) {
            for (let i = 0; i < count; i += 1) all.push((atMs += hours * HOUR_MS));
          }
          const times = all.filter((_, i) => i === 0 || i === all.length - 1 || !lost.includes(i));
          const first = at % times.length;
          const part = {
            fromMs: times[first]!,
            toMs: times[Math.min(times.length - 1, first + length)]!,
          };
          const whole = { fromMs: times[0]!, toMs: times.at(-1)! };
          expect(absentSettlements(times, part, UNANNOUNCED)).toEqual(
            absentSettlements(times, whole, UNANNOUNCED).filter((dueMs) => holds(part, dueMs)),
          );
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('are found at the newest step too', () => {
    const steps = [1, 1, 1, 3];
    expect(holesOf(steps)).toEqual([holeAt(steps, 3, 2)]);
  });

  it('are found in a row, though one long step is the neighbour of the other', () => {
    const steps = [1, 1, 3, 2, 3, 1, 1];
    expect(holesOf(steps)).toEqual([holeAt(steps, 2, 2), holeAt(steps, 3, 1), holeAt(steps, 4, 2)]);
  });
});

describe('funding holes where the interval changes', () => {
  it('are none, with an odd first step or without, when every interval lasts for four steps', () => {
    const stretch = fc.record({
      hours: interval,
      oddHours: fc.constantFrom(undefined, 2, 3, 6),
      count: fc.integer({ min: 4, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 6 }), (stretches) => {
        const steps: number[] = [];
        let before: number | undefined;
        for (const { hours, oddHours, count } of stretches) {
          const changes = before !== undefined && before !== hours;
          if (changes && oddHours !== undefined && oddHours < Math.max(before!, hours)) {
            steps.push(oddHours);
          }
          steps.push(...repeat(hours, count));
          before = hours;
        }
        expect(holesOf(steps)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['8 h to 1 h and back over one step of 6 h', [...repeat(8, 5), ...repeat(1, 170), 6, 8, 8, 8]],
    ['8 h to 4 h', [8, 8, 8, 4, 4, 4]],
    ['4 h to 1 h over a step of 3 h', [4, 4, 4, 3, 1, 1, 1]],
    ['1 h to 4 h over a step of 2 h', [1, 1, 1, 2, 4, 4, 4]],
    ['1 h to 4 h at once', [1, 1, 1, 4, 4]],
    ['1 h to 4 h over a step of 3 h, one step ago', [1, 1, 1, 3, 4]],
    ['4 h for one first step, then 8 h', [4, 8, 8, 8]],
  ])('are none: %s', (_, steps) => {
    expect(holesOf(steps)).toEqual([]);
  });

  it.each<[string, number[], number, number]>([
    ['two steps after the change to a shorter one', [8, 8, 8, 1, 1, 3, 1, 1], 5, 2],
    ['one step after the change to a shorter one', [8, 8, 8, 1, 2, 1, 1], 4, 1],
    ['one step before the change to a longer one', [1, 1, 1, 4, 1, 8, 8, 8], 3, 3],
    ['one step before an odd first step', [1, 1, 1, 2, 3, 4, 4, 4], 3, 1],
    ['the first one of a longer interval, and its odd first step', [1, 1, 1, 7, 4, 4, 4], 3, 1],
    ['the second one of a longer interval', [1, 1, 1, 3, 8, 4, 4, 4], 4, 1],
  ])('are found next to it: %s', (_, steps, i, rows) => {
    expect(holesOf(steps)).toEqual([holeAt(steps, i, rows)]);
  });

  it('are in a step that is longer than both intervals around it, and in one of a day', () => {
    const steps = [1, 1, 1, 11, 8, 8, 8];
    expect(holesOf(steps)).toEqual([holeAt(steps, 3, 1)]);
    expect(holesOf([24])).toEqual([holeAt([24], 0, 2)]);
  });
});

describe('funding holes at the ends of the window', () => {
  const times = timesOf(repeat(4, 6));
  const last = times.at(-1)!;

  it('are a start into which one more settlement fits, the first instant included', () => {
    const early = { fromMs: startMs - 8 * HOUR_MS, toMs: last + MINUTE_MS };
    expect(settlementHoles(times, early, UNANNOUNCED)).toEqual([
      { fromMs: early.fromMs, toMs: startMs, rowsExpected: 2 },
    ]);
    const justAfter = { fromMs: startMs - 4 * HOUR_MS + 1, toMs: last + MINUTE_MS };
    expect(settlementHoles(times, justAfter, UNANNOUNCED)).toEqual([]);
  });

  it('are an end into which one more settlement fits, the last instant excluded', () => {
    const late = { fromMs: startMs, toMs: last + 4 * HOUR_MS + MINUTE_MS };
    expect(settlementHoles(times, late, UNANNOUNCED)).toEqual([
      { fromMs: last + MINUTE_MS, toMs: late.toMs, rowsExpected: 1 },
    ]);
    expect(
      settlementHoles(times, { fromMs: startMs, toMs: last + 4 * HOUR_MS }, UNANNOUNCED),
    ).toEqual([]);
  });

  it('are counted with the interval that is in force at that end', () => {
    const changed = timesOf([8, 8, 8, 1, 1, 1, 1, 1]);
    const window = {
      fromMs: startMs - 8 * HOUR_MS,
      toMs: changed.at(-1)! + 2 * HOUR_MS + MINUTE_MS,
    };
    const rows = settlementHoles(changed, window, UNANNOUNCED).map((hole) => hole.rowsExpected);
    expect(rows).toEqual([1, 2]);
  });

  it('are counted with 8 h where fewer than two settlements are known', () => {
    const day = { fromMs: startMs, toMs: startMs + DAY_MS };
    expect(settlementHoles([], day, UNANNOUNCED)).toEqual([{ ...day, rowsExpected: 3 }]);
    expect(settlementHoles([startMs + 8 * HOUR_MS], day, UNANNOUNCED)).toEqual([
      { fromMs: startMs, toMs: startMs + 8 * HOUR_MS, rowsExpected: 1 },
      { fromMs: startMs + 8 * HOUR_MS + MINUTE_MS, toMs: day.toMs, rowsExpected: 1 },
    ]);
  });

  it('are counted with the only step that is known, though a longer interval may have begun with it', () => {
    const two = timesOf([4]);
    const window = { fromMs: startMs, toMs: two[1]! + 4 * HOUR_MS + MINUTE_MS };
    expect(settlementHoles(two, window, UNANNOUNCED)).toEqual([
      { fromMs: two[1]! + MINUTE_MS, toMs: window.toMs, rowsExpected: 1 },
    ]);
  });

  it('are told by the settlements outside the window, which are never holes of it', () => {
    const around = timesOf([8, 8, 16, 8, 8, 1, 1, 1, 1]);
    const window = { fromMs: around[4]!, toMs: around[6]! + MINUTE_MS };
    expect(settlementHoles(around, window, UNANNOUNCED)).toEqual([]);
  });
});

describe('funding holes where the interval is none of the usual ones', () => {
  it.each([3, 6, 12, 24])('are none of twenty settlements every %d h', (hours) => {
    expect(holesOf(repeat(hours, 19))).toEqual([]);
  });

  it.each([3, 6, 12, 24])('are those that were left out of settlements every %d h', (hours) => {
    const steps = [...repeat(hours, 9), 3 * hours, ...repeat(hours, 9)];
    expect(holesOf(steps)).toEqual([holeAt(steps, 9, 2)]);
  });

  it('are none when one changes into a usual one or back, and lasts', () => {
    expect(holesOf([...repeat(8, 9), ...repeat(6, 9), ...repeat(8, 9)])).toEqual([]);
    expect(holesOf([...repeat(12, 9), ...repeat(4, 9), ...repeat(12, 9)])).toEqual([]);
  });
});

describe.each(RECORDED_SCHEDULES.map((recorded) => [recorded.name, recorded] as const))(
  'the recorded settlements of %s',
  (_, recorded) => {
    const times = settledTimes(recorded);

    it('have no hole', () => {
      expect(settlementHoles(times, windowOf(times), UNANNOUNCED)).toEqual([]);
    });

    it('have a hole or an irregular step wherever a single one is taken out', () => {
      for (let i = 1; i < times.length - 1; i += 1) {
        const around = [...times.slice(Math.max(0, i - 20), i), ...times.slice(i + 1, i + 21)];
        const step = { fromMs: times[i - 1]!, toMs: times[i + 1]! };
        const hole = { fromMs: step.fromMs + MINUTE_MS, toMs: step.toMs, rowsExpected: 1 };
        const seen = [
          ...settlementHoles(around, windowOf(around), UNANNOUNCED),
          ...irregularSteps(around),
        ];
        expect(
          [hole, step].some((one) => seen.some((s) => JSON.stringify(s) === JSON.stringify(one))),
        ).toBe(true);
      }
    });
  },
);
