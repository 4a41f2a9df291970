import { DAY_MS } from '@fullcarry/domain/time-window';
import { describe, expect, it } from '@jest/globals';
import { askedCandles, askedHistory, shownRange } from './shown-range.js';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
const loaded = { fromMs: day('2025-11-28'), toMs: day('2026-11-28') };
const none = { range: '1M', from: '', to: '' };

describe('The range of the chart', () => {
  it('ends with what is collected, and is as long as its name, whatever is stored of it', () => {
    expect(shownRange({ ...none, range: '1W' }, loaded)).toEqual({
      fromMs: loaded.toMs - 7 * DAY_MS,
      toMs: loaded.toMs,
    });
    expect(shownRange({ ...none, range: 'All' }, loaded)).toEqual(loaded);
    expect(shownRange({ ...none, range: 'nonsense' }, loaded)).toEqual(shownRange(none, loaded));
  });

  it('is the days in the address, both included', () => {
    expect(shownRange({ ...none, from: '2026-02-01', to: '2026-02-28' }, loaded)).toEqual({
      fromMs: day('2026-02-01'),
      toMs: day('2026-03-01'),
    });
    expect(shownRange({ ...none, from: '2026-10-01' }, loaded).toMs).toBe(loaded.toMs);
  });

  it('is the usual one where the days are none or hold nothing', () => {
    expect(shownRange({ ...none, from: '2026-13-99' }, loaded)).toEqual(shownRange(none, loaded));
    const backwards = { ...none, from: '2026-03-01', to: '2026-02-01' };
    expect(shownRange(backwards, loaded)).toEqual(shownRange(none, loaded));
  });
});

describe('What is asked for', () => {
  const nowMs = day('2026-11-28');
  const collected = { fromMs: day('2024-11-28'), mostMs: 416 * DAY_MS };

  it('is nothing else than the usual year while that has the range', () => {
    expect(askedHistory(none, collected, nowMs)).toEqual({});
    expect(askedHistory({ ...none, from: '2026-02-01' }, collected, nowMs)).toEqual({});
    expect(
      askedHistory({ ...none, range: 'All' }, { ...collected, fromMs: undefined }, nowMs),
    ).toEqual({});
  });

  it('is three months of candles where no more can be seen, so that a page of a month stays small', () => {
    const short = { fromMs: nowMs - 90 * DAY_MS };
    expect(askedCandles(none, collected, nowMs)).toEqual(short);
    expect(askedCandles({ ...none, range: '3M' }, collected, nowMs)).toEqual(short);
    expect(askedCandles({ ...none, range: '1Y' }, collected, nowMs)).toEqual({});
    expect(askedCandles({ ...none, from: '2026-02-01' }, collected, nowMs)).toEqual({});
    expect(askedCandles({ ...none, range: 'All' }, collected, nowMs)).toEqual(
      askedHistory({ ...none, range: 'All' }, collected, nowMs),
    );
  });

  it('is as much before it as one request may have', () => {
    expect(askedHistory({ ...none, range: 'All' }, collected, nowMs)).toEqual({
      fromMs: nowMs - 416 * DAY_MS,
      toMs: nowMs,
    });
    const days = { ...none, from: '2025-01-01', to: '2025-01-31' };
    expect(askedHistory(days, collected, nowMs)).toEqual({
      fromMs: day('2025-01-01'),
      toMs: day('2025-02-01'),
    });
  });
});
