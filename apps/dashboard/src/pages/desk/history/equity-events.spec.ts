import { describe, expect, it } from '@jest/globals';
import { marksNear, marksOf } from '../../../chart/equity-marks.js';
import { equityEvents } from './equity-events.js';

const about = { positionId: 1, symbol: 'A/USDT:USDT', nativeId: 'AUSDT', by: 'the desk' };

describe('The marks of the equity curve', () => {
  const events = equityEvents([
    { ...about, kind: 'trade', atMs: 31_000, change: 'closed', pnlUsdt: '-1', reason: 'it paid' },
    { ...about, kind: 'trade', atMs: 11_000, change: 'opened', pnlUsdt: null, reason: 'it pays' },
    { kind: 'mode', atMs: 31_500, by: 'a person', mode: 'paused', reason: 'Paused by a person' },
    { kind: 'alert', atMs: 1, by: 'the desk', alert: 'unhedged', text: 'no mark' },
  ]);
  const points = [10_000, 20_000, 30_000].map((atMs) => ({ atMs, value: 1 }));

  it('stand at the point before them, a loss and a pause being marked as such', () => {
    expect(marksOf(events, points, 1_000).map(({ text: _, ...mark }) => mark)).toEqual([
      { atMs: 10_000, shape: 'arrowUp', isGood: true },
      { atMs: 30_000, shape: 'arrowDown', isGood: false },
      { atMs: 30_000, shape: 'square', isGood: false },
    ]);
  });

  it('are shown at the crosshair', () => {
    expect(marksNear(events, 11_000, 1_000)).toBe('Opened AUSDT: It pays.');
    expect(marksNear(events, 20_000, 1_000)).toBe('');
  });
});
