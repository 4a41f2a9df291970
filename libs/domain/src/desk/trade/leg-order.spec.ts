import { describe, expect, it } from '@jest/globals';
import { clientOrderId, deskRun } from './leg-order.js';

const AT_MS = Date.parse('2026-11-28T12:00:00Z');

describe('the id of an order', () => {
  it('is told from that of every other process by when it began, and by chance where a clock was set back', () => {
    // A restored back-up counts positions and attempts again: only the run is another one.
    const order = { positionId: 7, purpose: 'open', leg: 'long' } as const;
    const of = (run: string) => clientOrderId(run, order, 1);
    const ids = [
      of(deskRun(AT_MS, [0, 1])),
      of(deskRun(AT_MS + 1, [0, 1])),
      of(deskRun(AT_MS, [1, 0])),
    ];
    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toBe('mx0cyo000001-7-open-long-1');
  });

  it('has no more than the 36 characters that exchanges take', () => {
    const run = deskRun(Date.parse('2058-01-01T00:00:00Z'), [255, 255]);
    const order = { positionId: 99_999_999, purpose: 'close', leg: 'short' } as const;
    expect(clientOrderId(run, order, 99).length).toBeLessThanOrEqual(36);
  });
});
