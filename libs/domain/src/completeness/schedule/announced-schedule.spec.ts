import { describe, expect, it } from '@jest/globals';
import {
  announcedInstants,
  announcedRun,
  wasAnnounced,
  type AnnouncedRun,
  type Announcement,
} from './announced-schedule.js';
import { SETTLEMENT_GRACE_MS } from './grace.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time-window.js';

const startMs = Date.parse('2026-02-19T00:00Z');
const hour = (n: number) => startMs + n * HOUR_MS;
const announcedAt = (atHour: number, nextHour: number, hours: number): Announcement => ({
  observedAtMs: hour(atHour),
  nextAtMs: hour(nextHour),
  intervalMs: hours * HOUR_MS,
});

/** What is stored after the announcements: a run that goes on takes the place of the one before. */
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
const day = { fromMs: startMs, toMs: startMs + DAY_MS };
const hoursOf = (runs: readonly AnnouncedRun[], window = day) =>
  announcedInstants(runs, window).map((atMs) => (atMs - startMs) / HOUR_MS);

describe('what an exchange announces', () => {
  it('is stored once, however often the ticker repeats it', () => {
    const [run] = runsOf([announcedAt(1, 8, 8)]);
    expect(run).toEqual({
      observedAtMs: hour(1),
      firstNextAtMs: hour(8),
      intervalMs: 8 * HOUR_MS,
      lastNextAtMs: hour(8),
    });
    for (const later of [1, 2, 7.99])
      expect(announcedRun(run, announcedAt(later, 8, 8))).toBeUndefined();
  });

  it('makes the run longer when it goes on at the same interval', () => {
    expect(
      runsOf([announcedAt(1, 8, 8), announcedAt(8.01, 16, 8), announcedAt(16.01, 24, 8)]),
    ).toEqual([
      {
        observedAtMs: hour(1),
        firstNextAtMs: hour(8),
        intervalMs: 8 * HOUR_MS,
        lastNextAtMs: hour(24),
      },
    ]);
  });

  it('is a new run when the interval changes, or the next one was taken back', () => {
    expect(runsOf([announcedAt(1, 8, 8), announcedAt(8.01, 9, 1)])).toHaveLength(2);
    expect(runsOf([announcedAt(1, 8, 8), announcedAt(3, 4, 1)])).toHaveLength(2);
    expect(runsOf([announcedAt(1, 8, 8), announcedAt(3, 16, 8)])).toHaveLength(2);
  });

  it('is a new run when some were not announced because nobody asked', () => {
    expect(runsOf([announcedAt(1, 8, 8), announcedAt(25, 32, 8)])).toHaveLength(2);
  });

  it('is no news from a ticker that lags and calls a settlement next whose time has come', () => {
    const runs = runsOf([announcedAt(1, 8, 8)]);
    expect(announcedRun(runs[0], announcedAt(8.001, 8, 8))).toBeUndefined();
    const goneOn = runsOf([announcedAt(1, 8, 8), announcedAt(8.01, 9, 1)]);
    expect(announcedRun(goneOn.at(-1), announcedAt(8.02, 8, 8))).toBeUndefined();
  });

  it('is still heard from a lagging ticker when nothing else was', () => {
    const atMs = hour(8) + SETTLEMENT_GRACE_MS;
    const late = { observedAtMs: atMs, nextAtMs: hour(8), intervalMs: 8 * HOUR_MS };
    expect(announcedRun(undefined, late)).toBeDefined();
    expect(announcedRun(undefined, { ...late, observedAtMs: atMs + 1 })).toBeUndefined();
  });

  it('is nothing where a dead contract keeps a settlement for months that is long past', () => {
    for (const atHour of [9, 100, 2_000]) {
      expect(announcedRun(undefined, announcedAt(atHour, 8, 8))).toBeUndefined();
    }
  });
});

describe('the instants that were announced', () => {
  it('are all of a run that lie in the window, its end excluded', () => {
    const runs = runsOf([
      announcedAt(1, 8, 8),
      announcedAt(8.01, 16, 8),
      announcedAt(16.01, 24, 8),
    ]);
    expect(hoursOf(runs)).toEqual([8, 16]);
    expect(hoursOf(runs, { fromMs: hour(8), toMs: hour(24) + MINUTE_MS })).toEqual([8, 16, 24]);
    expect(hoursOf(runs, { fromMs: hour(8) + 1, toMs: hour(16) })).toEqual([]);
  });

  it.each<[string, Announcement[], number[]]>([
    [
      '8 h to 1 h',
      [announcedAt(1, 8, 8), announcedAt(8.01, 9, 1), announcedAt(9.01, 10, 1)],
      [8, 9, 10],
    ],
    ['1 h to 8 h', [announcedAt(7.5, 8, 1), announcedAt(8.01, 16, 8)], [8, 16]],
    [
      '1 h to 8 h over an odd step of 6 h',
      [announcedAt(1.5, 2, 1), announcedAt(2.01, 8, 8)],
      [2, 8],
    ],
    ['one that was taken back before its time', [announcedAt(1, 8, 8), announcedAt(3, 4, 1)], [4]],
    ['one that was put off', [announcedAt(1, 8, 8), announcedAt(7.9, 12, 4)], [12]],
  ])('are, of %s, those that stood when their time came', (_, announcements, hours) => {
    expect(hoursOf(runsOf(announcements))).toEqual(hours);
  });

  it('keep the one whose time came while the ticker was asked for, so that it is stamped before', () => {
    // Asked at 7:59:58, answered at 8:00:01: the next one is another already.
    const justBefore = 8 - 2 / 3600;
    expect(hoursOf(runsOf([announcedAt(1, 8, 8), announcedAt(justBefore, 16, 8)]))).toEqual([
      8, 16,
    ]);
    expect(hoursOf(runsOf([announcedAt(1, 8, 8), announcedAt(justBefore, 9, 1)]))).toEqual([8, 9]);
    expect(hoursOf(runsOf([announcedAt(1, 8, 8), announcedAt(8, 9, 1)]))).toEqual([8, 9]);
    expect(wasAnnounced(runsOf([announcedAt(justBefore, 9, 1)]), hour(8))).toBe(false);
  });

  it('begin with the one that a lagging ticker called next when its time had just come', () => {
    const runs = [
      {
        observedAtMs: hour(8) + MINUTE_MS,
        firstNextAtMs: hour(8),
        intervalMs: 8 * HOUR_MS,
        lastNextAtMs: hour(16),
      },
    ];
    expect(hoursOf(runs)).toEqual([8, 16]);
  });
});

describe('that no other settlement is due', () => {
  const runs = runsOf([announcedAt(1, 8, 8), announcedAt(8.01, 16, 8)]);
  const isAnnounced = (atHour: number) => wasAnnounced(runs, hour(atHour));

  it('is known from a minute after the first announcement up to and including the last that was announced', () => {
    expect([0.99, 1, 1.02, 8, 12, 16].map(isAnnounced)).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
    expect(wasAnnounced(runs, hour(16) + 1)).toBe(false);
  });

  it('is not known of the time in which nobody asked', () => {
    const twice = runsOf([announcedAt(1, 8, 8), announcedAt(25, 32, 8)]);
    expect(wasAnnounced(twice, hour(16))).toBe(false);
    expect(wasAnnounced(twice, hour(26))).toBe(true);
  });
});
