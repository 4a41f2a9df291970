import type { JobFetch } from '@fullcarry/contracts/job-fetch-v1';
import type { Gap } from '@fullcarry/domain/gap';
import type { HoleSighting } from '@fullcarry/domain/observe-hole';
import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import { describe, expect, it } from '@jest/globals';
import { judgeSightings, type Look } from './judge-sightings.js';

const window = { fromMs: 0, toMs: 100 * HOUR_MS };
const job: JobFetch = {
  v: 1,
  exchange: 'bybit',
  symbol: 'BTC/USDT:USDT',
  series: { kind: 'candles', timeframe: '1h' },
  window,
  purpose: 'fill',
  plannedAtMs: 200 * HOUR_MS,
  wantedToMs: 200 * HOUR_MS,
};
const look: Look = { job, window, nowMs: 1_000, confirmMs: 100 };

function sighting(fromHour: number, toHour: number): HoleSighting {
  const hole = { fromMs: fromHour * HOUR_MS, toMs: toHour * HOUR_MS };
  return {
    hole: { ...hole, rowsExpected: toHour - fromHour },
    dataBefore: true,
    dataAfter: true,
    atListing: false,
    atDelisting: false,
    evidence: '',
  };
}

function gap(fromHour: number, toHour: number, status: Gap['status']): Gap {
  return {
    fromMs: fromHour * HOUR_MS,
    toMs: toHour * HOUR_MS,
    status,
    rowsExpected: toHour - fromHour,
    observations: 2,
    firstObservedAtMs: 0,
    lastObservedAtMs: 0,
    nextTryAtMs: DAY_MS,
    evidence: 'seen before',
  };
}

describe('the holes of an answer', () => {
  it('are missing when they are seen for the first time', () => {
    const { gaps, vanished } = judgeSightings(look, [sighting(3, 4)], { gaps: [], coverage: [] });
    expect(gaps).toMatchObject([{ status: 'missing', observations: 1, rowsExpected: 1 }]);
    expect(vanished).toEqual([]);
  });

  it('are no gap where the rows were had before: the exchange lost them, the proof stands', () => {
    const { gaps, vanished } = judgeSightings(look, [sighting(3, 4)], {
      gaps: [],
      coverage: [window],
    });
    expect(gaps).toEqual([]);
    expect(vanished).toEqual([sighting(3, 4).hole]);
  });

  it('leave of a confirmed gap what is still empty, with its proof', () => {
    const known = { gaps: [gap(10, 20, 'confirmed-empty')], coverage: [window] };
    const { gaps } = judgeSightings(look, [sighting(10, 12), sighting(15, 20)], known);
    expect(gaps).toEqual([
      { ...gap(10, 12, 'confirmed-empty'), rowsExpected: 2 },
      { ...gap(15, 20, 'confirmed-empty'), rowsExpected: 5 },
    ]);
  });

  it('take the place of a gap that reached across the end of the window', () => {
    const known = { gaps: [gap(95, 110, 'missing')], coverage: [] };
    const { gaps, replaced } = judgeSightings(look, [], known);
    expect(gaps).toEqual([]);
    expect(replaced).toEqual({ fromMs: 0, toMs: 110 * HOUR_MS });
  });

  it('soon get another look when they are the newest row, due a moment ago', () => {
    const fresh = { ...job, plannedAtMs: window.toMs + 1, wantedToMs: window.toMs };
    const { gaps } = judgeSightings({ ...look, job: fresh }, [sighting(99, 100)], {
      gaps: [],
      coverage: [],
    });
    expect(gaps).toMatchObject([{ nextTryAtMs: look.nowMs + 15_000 }]);
  });
});
