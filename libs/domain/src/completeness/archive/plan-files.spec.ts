import { describe, expect, it } from '@jest/globals';
import { planWindows, type SeriesState } from '../plan.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, mergeWindows, type TimeWindow } from '../../time-window.js';
import { fileAt, fileDate, type ArchivePeriod } from './archive-file.js';
import { planFiles, type FileOutcome, type KnownFile } from './plan-files.js';

const at = (text: string) => Date.parse(text);
const NOW_MS = at('2026-08-05T12:00Z');

/** Of minutes: a page of 496 is a third of a day. Of hours, twenty days. */
const MINUTES_PAGE_MS = 496 * MINUTE_MS;
const HOURS_PAGE_MS = 496 * HOUR_MS;

const wanting = (from: string, coverage: readonly TimeWindow[] = []): SeriesState => ({
  wanted: { fromMs: at(from), toMs: at('2026-08-05T12:00Z') },
  coverage,
  gaps: [],
  claims: [],
});

const known = (period: ArchivePeriod, from: string, outcome: FileOutcome): KnownFile => ({
  ...fileAt(period, at(from)),
  outcome,
});

/** Each file is there a day after its end. */
const offer = (...periods: ArchivePeriod[]) => ({
  periods,
  publishedAtMs: ({ toMs }: TimeWindow) => toMs + DAY_MS,
});

function planned(
  state: SeriesState,
  {
    files = [],
    pageMs = HOURS_PAGE_MS,
    isAway = () => false,
  }: { files?: readonly KnownFile[]; pageMs?: number; isAway?: () => boolean } = {},
): string[] {
  const by = { pageMs, nowMs: NOW_MS, isAway };
  return planFiles(state, files, offer('month', 'day'), by).map(({ file }) => fileDate(file));
}

describe('the files of an archive that are asked for', () => {
  it('are whole months, newest first, where one answers more than a page of the API would', () => {
    expect(planned(wanting('2026-04-20T00:00Z'))).toEqual(['2026-07', '2026-06', '2026-05']);
    // Of April eleven days are wanted: a page of hours is more.
    expect(planned(wanting('2026-04-01T00:00Z'))).toContain('2026-04');
  });

  it('are days where the month is not published yet, up to the last one that is', () => {
    const days = planned(wanting('2026-07-01T00:00Z'), { pageMs: MINUTES_PAGE_MS });
    expect(days).toEqual(['2026-08-03', '2026-08-02', '2026-08-01', '2026-07']);
  });

  it('are the days of a month of which there is no file', () => {
    const files = [known('month', '2026-07-01T00:00Z', 'absent')];
    const days = planned(wanting('2026-07-29T00:00Z'), { files, pageMs: MINUTES_PAGE_MS });
    expect(days.slice(3)).toEqual(['2026-07-31', '2026-07-30', '2026-07-29']);
  });

  it('are asked for once: what was refused, used or not there is the API’s', () => {
    const state = wanting('2026-05-01T00:00Z');
    const files = [
      known('month', '2026-05-01T00:00Z', 'used'),
      known('month', '2026-06-01T00:00Z', 'refused'),
      known('month', '2026-07-01T00:00Z', 'absent'),
    ];
    expect(planned(state, { files })).toEqual([]);
    const minutes = planned(state, { files, pageMs: MINUTES_PAGE_MS });
    expect(minutes.every((date) => date >= '2026-07' && date.length === 10)).toBe(true);
  });

  it('are asked for again when a kill came while their rows were stored, as far as they lack', () => {
    const files = [known('month', '2026-06-01T00:00Z', 'begun')];
    const coverage = [
      { fromMs: at('2026-06-01T00:00Z'), toMs: at('2026-06-05T00:00Z') },
      { fromMs: at('2026-07-01T00:00Z'), toMs: NOW_MS },
    ];
    const state = wanting('2026-06-01T00:00Z', coverage);
    const [one, ...more] = planFiles(state, files, offer('month'), {
      pageMs: HOURS_PAGE_MS,
      nowMs: NOW_MS,
      isAway: () => false,
    });
    expect(more).toEqual([]);
    const left = { fromMs: at('2026-06-05T00:00Z'), toMs: at('2026-07-01T00:00Z') };
    expect(one?.windows).toEqual([left]);
  });

  it('are none while the archive is away, and none of a day of hours, which is less than a page', () => {
    expect(planned(wanting('2025-08-05T00:00Z'), { isAway: () => true })).toEqual([]);
    expect(planned(wanting('2026-08-01T00:00Z'))).toEqual([]);
  });

  it('are taken from what the API is asked for, and from nothing else', () => {
    const state = wanting('2026-04-20T00:00Z');
    const files = planFiles(state, [], offer('month'), {
      pageMs: HOURS_PAGE_MS,
      nowMs: NOW_MS,
      isAway: () => false,
    });
    const fromFiles = files.flatMap(({ windows }) => windows);
    const asked = [...planWindows({ ...state, fromFiles }, HOURS_PAGE_MS, NOW_MS, MINUTE_MS)];
    expect(mergeWindows(asked)).toEqual([
      { fromMs: state.wanted.fromMs, toMs: at('2026-05-01T00:00Z') },
      { fromMs: at('2026-08-01T00:00Z'), toMs: state.wanted.toMs },
    ]);
    expect(mergeWindows([...asked, ...fromFiles])).toEqual([state.wanted]);
  });
});
