import { describe, expect, it } from '@jest/globals';
import type { AnnouncedRun } from './announced-schedule.js';
import { absentSettlements, irregularSteps } from './settlement-schedule.js';
import { HOUR_MS, MINUTE_MS } from '../../time-window.js';
import { startMs, timesOf, holesOf, holeAt, repeat } from './schedule-times.fixture.js';

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

describe('what one reading of the settlements can not show', () => {
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
