import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AnnouncedRun } from './announced-schedule.js';
import { absentSettlements, irregularSteps, settlementHoles } from './settlement-schedule.js';
import type { Hole } from '../judge/hole.js';
import { RECORDED_SCHEDULES, settledTimes } from './recorded-schedules.fixture.js';
import { DAY_MS, holds, HOUR_MS, MINUTE_MS, type TimeWindow } from '../../time-window.js';

/** Nothing was announced, and the listing is unknown. */
const UNTOLD = { runs: [], listedAtMs: undefined };

const startMs = Date.parse('2026-02-19T00:00Z');

/** Settlement times with these steps, in hours, between them. */
function timesOf(stepsHours: readonly number[]): number[] {
  return stepsHours.reduce(
    (times, hours) => [...times, times.at(-1)! + hours * HOUR_MS],
    [startMs],
  );
}

/** The window in which the last settlement is the last one due. */
function windowOf(times: readonly number[]): TimeWindow {
  return { fromMs: times[0]!, toMs: times.at(-1)! + MINUTE_MS };
}

function holesOf(stepsHours: readonly number[]): Hole[] {
  const times = timesOf(stepsHours);
  return settlementHoles(times, windowOf(times), UNTOLD);
}

/** The hole that step `i` is, between two settlements and without them. */
function holeAt(stepsHours: readonly number[], i: number, rowsExpected: number): Hole {
  const times = timesOf(stepsHours);
  return { fromMs: times[i]! + MINUTE_MS, toMs: times[i + 1]!, rowsExpected };
}

const repeat = (hours: number, count: number) => Array.from({ length: count }, () => hours);
const interval = fc.constantFrom(1, 2, 4, 8);

describe('funding holes in a regular schedule', () => {
  it('are none, whatever the interval', () => {
    for (const hours of [1, 2, 4, 8]) expect(holesOf(repeat(hours, 40))).toEqual([]);
  });

  it('are none at other hours of the day than the usual ones', () => {
    const times = timesOf(repeat(8, 9)).map((atMs) => atMs + 4 * HOUR_MS);
    expect(settlementHoles(times, windowOf(times), UNTOLD)).toEqual([]);
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
          expect(absentSettlements(times, part, UNTOLD)).toEqual(
            absentSettlements(times, whole, UNTOLD).filter((dueMs) => holds(part, dueMs)),
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
    expect(settlementHoles(times, early, UNTOLD)).toEqual([
      { fromMs: early.fromMs, toMs: startMs, rowsExpected: 2 },
    ]);
    const justAfter = { fromMs: startMs - 4 * HOUR_MS + 1, toMs: last + MINUTE_MS };
    expect(settlementHoles(times, justAfter, UNTOLD)).toEqual([]);
  });

  it('are an end into which one more settlement fits, the last instant excluded', () => {
    const late = { fromMs: startMs, toMs: last + 4 * HOUR_MS + MINUTE_MS };
    expect(settlementHoles(times, late, UNTOLD)).toEqual([
      { fromMs: last + MINUTE_MS, toMs: late.toMs, rowsExpected: 1 },
    ]);
    expect(settlementHoles(times, { fromMs: startMs, toMs: last + 4 * HOUR_MS }, UNTOLD)).toEqual(
      [],
    );
  });

  it('are counted with the interval that is in force at that end', () => {
    const changed = timesOf([8, 8, 8, 1, 1, 1, 1, 1]);
    const window = {
      fromMs: startMs - 8 * HOUR_MS,
      toMs: changed.at(-1)! + 2 * HOUR_MS + MINUTE_MS,
    };
    const rows = settlementHoles(changed, window, UNTOLD).map((hole) => hole.rowsExpected);
    expect(rows).toEqual([1, 2]);
  });

  it('are counted with 8 h where fewer than two settlements are known', () => {
    const day = { fromMs: startMs, toMs: startMs + DAY_MS };
    expect(settlementHoles([], day, UNTOLD)).toEqual([{ ...day, rowsExpected: 3 }]);
    expect(settlementHoles([startMs + 8 * HOUR_MS], day, UNTOLD)).toEqual([
      { fromMs: startMs, toMs: startMs + 8 * HOUR_MS, rowsExpected: 1 },
      { fromMs: startMs + 8 * HOUR_MS + MINUTE_MS, toMs: day.toMs, rowsExpected: 1 },
    ]);
  });

  it('are counted with the only step that is known, though a longer interval may have begun with it', () => {
    const two = timesOf([4]);
    const window = { fromMs: startMs, toMs: two[1]! + 4 * HOUR_MS + MINUTE_MS };
    expect(settlementHoles(two, window, UNTOLD)).toEqual([
      { fromMs: two[1]! + MINUTE_MS, toMs: window.toMs, rowsExpected: 1 },
    ]);
  });

  it('are told by the settlements outside the window, which are never holes of it', () => {
    const around = timesOf([8, 8, 16, 8, 8, 1, 1, 1, 1]);
    const window = { fromMs: around[4]!, toMs: around[6]! + MINUTE_MS };
    expect(settlementHoles(around, window, UNTOLD)).toEqual([]);
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

/** `nextHours` announced one after the other at this interval, from an hour of the day on. */
const announced = (
  atHour: number,
  hours: number,
  first: number,
  last: number = first,
): AnnouncedRun => ({
  observedAtMs: startMs + atHour * HOUR_MS,
  intervalMs: hours * HOUR_MS,
  firstNextAtMs: startMs + first * HOUR_MS,
  lastNextAtMs: startMs + last * HOUR_MS,
});

/** The hours at which a settlement is due and absent up to and including an hour. */
function absentOf(
  settledHours: readonly number[],
  toHour: number,
  runs: readonly AnnouncedRun[],
  { fromHour = 0, listedAtMs }: { fromHour?: number; listedAtMs?: number } = {},
): number[] {
  const window = {
    fromMs: startMs + fromHour * HOUR_MS,
    toMs: startMs + toHour * HOUR_MS + MINUTE_MS,
  };
  const settled = settledHours.map((hour) => startMs + hour * HOUR_MS);
  return absentSettlements(settled, window, { runs, listedAtMs }).map(
    (atMs) => (atMs - startMs) / HOUR_MS,
  );
}

const hourly = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('settlements that were announced', () => {
  it('are due at once when the interval got shorter, though none of them was seen yet', () => {
    const runs = [announced(-3, 8, 0, 24), announced(24.01, 1, 25)];
    expect(absentOf([0, 8, 16, 24], 24, runs)).toEqual([]);
    expect(absentOf([0, 8, 16, 24], 25, runs)).toEqual([25]);
    expect(absentOf([0, 8, 16, 24, 25], 25, runs)).toEqual([]);
  });

  it('make no hole of the first step of a longer interval', () => {
    const runs = [announced(-1, 1, 0, 24), announced(24.01, 8, 32)];
    for (const toHour of [24, 25, 28, 31]) {
      expect(absentOf(hourly(0, 24), toHour, runs)).toEqual([]);
    }
    expect(absentOf(hourly(0, 24), 32, runs)).toEqual([32]);
    expect(absentOf([...hourly(0, 24), 32], 32, runs)).toEqual([]);
  });

  it.each<[string, number[], AnnouncedRun[]]>([
    ['1 h to 8 h over 6 h', [...hourly(0, 2), 8], [announced(-1, 1, 0, 2), announced(2.01, 8, 8)]],
    ['4 h to 1 h over 3 h', [0, 4, 7, 8], [announced(-1, 4, 0, 4), announced(4.01, 1, 7, 8)]],
    ['8 h to 4 h over 2 h', [0, 8, 10, 14], [announced(-1, 8, 0, 8), announced(8.01, 4, 10, 14)]],
    ['1 h to 12 h over 11 h', [0, 1, 12], [announced(-1, 1, 0, 1), announced(1.01, 12, 12)]],
  ])('make no hole of an odd first step: %s', (_, settled, runs) => {
    const last = settled.at(-1)!;
    expect(absentOf(settled, last, runs)).toEqual([]);
    for (const without of settled.slice(1)) {
      const others = settled.filter((hour) => hour !== without);
      expect(absentOf(others, last, runs)).toEqual([without]);
    }
  });

  it('are the same whether the schedule was seen to change or is read from the rows later', () => {
    const settled = [...hourly(0, 24), 32, 40, 48];
    const seen = [announced(-1, 1, 0, 24), announced(24.01, 8, 32, 48)];
    expect(absentOf(settled, 48, seen)).toEqual([]);
    expect(absentOf(settled, 48, [])).toEqual([]);
  });

  it('tell that a step as long as the interval now in force is a change, also to one who comes later', () => {
    // Nothing was observed before the hour 32.5: then the ticker says that 40 is next, 8 h after the one before.
    expect(absentOf([...hourly(0, 24), 32], 32, [announced(32.5, 8, 40)])).toEqual([]);
    // A step that is not as long is what it was.
    expect(absentOf([...hourly(0, 24), 32], 32, [announced(32.5, 1, 33)])).toEqual(hourly(25, 31));
  });

  it('are not due any more when they were taken back before their time', () => {
    const runs = [announced(0.01, 8, 8), announced(5, 4, 12)];
    expect(absentOf([0], 11, runs)).toEqual([]);
    expect(absentOf([0, 12], 12, runs)).toEqual([]);
  });

  it('are due where nobody asked in between and the interval in force goes on', () => {
    const runs = [announced(-1, 8, 0, 8), announced(41, 8, 48)];
    expect(absentOf([0, 8, 40], 40, runs)).toEqual([16, 24, 32]);
  });

  it('are due from the newest settlement on at the shorter interval when nobody saw it change', () => {
    const runs = [announced(-1, 8, 0, 8), announced(10.5, 1, 11)];
    expect(absentOf([0, 8], 10, runs)).toEqual([9, 10]);
  });
});

describe('settlements of a new listing', () => {
  const listedAtMs = startMs + 4 * HOUR_MS;
  const listed = { fromHour: 4, listedAtMs };

  it('are not due at the instant of the listing itself, nor before it', () => {
    expect(absentOf([8, 12, 16], 16, [announced(4, 4, 8, 16)], listed)).toEqual([]);
    expect(absentOf([8, 12, 16], 16, [], listed)).toEqual([]);
    expect(absentOf([8, 12, 16], 16, [], { ...listed, fromHour: 0 })).toEqual([]);
  });

  it('begin with the first one after the listing', () => {
    expect(absentOf([12, 16], 16, [announced(4, 4, 8, 16)], listed)).toEqual([8]);
    expect(absentOf([12, 16], 16, [], listed)).toEqual([8]);
  });

  it('are due every hour of seven when the ticker says so and no row was ever given', () => {
    const seven = hourly(5, 11);
    expect(absentOf([], 11, [announced(4.1, 1, 5, 11)], listed)).toEqual(seven);
    expect(absentOf([], 11, [announced(11, 1, 12)], listed)).toEqual(seven);
  });

  it('may be one that is there at the instant of the listing', () => {
    expect(absentOf([4, 8, 12], 12, [], listed)).toEqual([]);
  });
});

describe('what one look at the settlements can not tell', () => {
  it('one left out directly at a change of interval is an irregular step, not a hole', () => {
    const steps = [8, 8, 8, 2, 1, 1, 1];
    const times = timesOf(steps);
    expect(holesOf(steps)).toEqual([]);
    expect(irregularSteps(times)).toContainEqual({ fromMs: times[3], toMs: times[4] });
  });

  it('a change to a longer interval is taken for a hole until its second step is there', () => {
    expect(holesOf([1, 1, 1, 8])).toEqual([holeAt([1, 1, 1, 8], 3, 7)]);
    expect(holesOf([1, 1, 1, 8, 8])).toEqual([]);
    expect(holesOf([1, 1, 1, 6])).toEqual([holeAt([1, 1, 1, 6], 3, 5)]);
    expect(holesOf([1, 1, 1, 6, 8])).toEqual([]);
  });

  it('a change to a shorter interval is taken for a hole when only one step before it is known', () => {
    expect(holesOf([8, 1, 1, 1])).toEqual([holeAt([8, 1, 1, 1], 0, 7)]);
    expect(holesOf([8, 8, 1, 1, 1])).toEqual([]);
  });

  it('a longer interval of less than four steps between shorter ones is taken for holes', () => {
    expect(holesOf([1, 1, 4, 4, 4, 1, 1])).toHaveLength(3);
    expect(holesOf([1, 1, 4, 4, 4, 4, 1, 1])).toHaveLength(0);
  });

  it('every second settlement left out, four times in a row, looks like twice the interval', () => {
    expect(holesOf([1, 1, 2, 2, 2, 2, 1, 1])).toEqual([]);
  });
});

describe('irregular steps', () => {
  it('are none in a regular schedule, nor in steps of an hour', () => {
    expect(irregularSteps(timesOf(repeat(8, 9)))).toEqual([]);
    expect(irregularSteps(timesOf([1, 1, 1]))).toEqual([]);
    expect(irregularSteps([])).toEqual([]);
  });

  it('are the steps on both sides of a change, and the odd one between them', () => {
    const times = timesOf([1, 1, 6, 8, 8]);
    expect(irregularSteps(times)).toEqual([
      { fromMs: times[2], toMs: times[3] },
      { fromMs: times[3], toMs: times[4] },
    ]);
  });
});

describe.each(RECORDED_SCHEDULES.map((recorded) => [recorded.name, recorded] as const))(
  'the recorded settlements of %s',
  (_, recorded) => {
    const times = settledTimes(recorded);

    it('have no hole', () => {
      expect(settlementHoles(times, windowOf(times), UNTOLD)).toEqual([]);
    });

    it('have a hole or an irregular step wherever a single one is taken out', () => {
      for (let i = 1; i < times.length - 1; i += 1) {
        const around = [...times.slice(Math.max(0, i - 20), i), ...times.slice(i + 1, i + 21)];
        const step = { fromMs: times[i - 1]!, toMs: times[i + 1]! };
        const hole = { fromMs: step.fromMs + MINUTE_MS, toMs: step.toMs, rowsExpected: 1 };
        const seen = [
          ...settlementHoles(around, windowOf(around), UNTOLD),
          ...irregularSteps(around),
        ];
        expect(
          [hole, step].some((one) => seen.some((s) => JSON.stringify(s) === JSON.stringify(one))),
        ).toBe(true);
      }
    });
  },
);
