import { describe, expect, it } from '@jest/globals';
import { holesOf } from './holes-of.js';

const due = { fromMs: 50, toMs: 90 };
const pieces = [
  { fromMs: 50, toMs: 60, status: 'before-history' as const },
  { fromMs: 60, toMs: 70, status: 'present' as const },
  { fromMs: 70, toMs: 90, status: 'not-fetched' as const },
];

describe('The holes of an asked window', () => {
  it('begin with its beginning: before the listing, then before the look-back', () => {
    const asked = { fromMs: 0, toMs: 100 };
    expect(holesOf({ window: due, pieces }, asked, { listedAtMs: 30 })).toEqual([
      { fromMs: 0, toMs: 30, status: 'before-listing' },
      { fromMs: 30, toMs: 50, status: 'not-collected' },
      { fromMs: 50, toMs: 60, status: 'before-history' },
      { fromMs: 70, toMs: 90, status: 'not-fetched' },
    ]);
  });

  it('are not collected where nobody knows the listing, and none where all is present', () => {
    expect(
      holesOf({ window: due, pieces }, { fromMs: 40, toMs: 70 }, { listedAtMs: undefined }),
    ).toEqual([
      { fromMs: 40, toMs: 50, status: 'not-collected' },
      { fromMs: 50, toMs: 60, status: 'before-history' },
    ]);
    expect(holesOf({ window: due, pieces }, { fromMs: 60, toMs: 70 }, { listedAtMs: 10 })).toEqual(
      [],
    );
  });

  it('are one stretch before the listing where the window ends before it', () => {
    expect(holesOf({ window: due, pieces }, { fromMs: 0, toMs: 20 }, { listedAtMs: 60 })).toEqual([
      { fromMs: 0, toMs: 20, status: 'before-listing' },
    ]);
  });
});
