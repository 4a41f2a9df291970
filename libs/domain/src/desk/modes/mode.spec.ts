import { describe, expect, it } from '@jest/globals';
import { modeAfter } from './mode.js';

const stop = { kind: 'emergency-stop', reason: 'By a person' } as const;
const pause = { kind: 'pause', reason: 'Lunch' } as const;
const start = (seenNumber: number) => ({ kind: 'start', seenNumber }) as const;

describe('the order of mode changes', () => {
  it('has nothing older that undoes an emergency stop (C12)', () => {
    expect(modeAfter({ mode: 'paused', number: 4 }, stop)?.mode).toBe('emergency-stopped');
    // The start was asked while the desk was paused, and has its turn only now.
    const stopped = { mode: 'emergency-stopped', number: 5 } as const;
    expect(() => modeAfter(stopped, start(4))).toThrow('was stopped after this start was asked');
    expect(modeAfter(stopped, pause)).toBeUndefined();
    expect(modeAfter(stopped, stop)).toBeUndefined();
  });

  it('lets a person start what they saw stopped', () => {
    expect(modeAfter({ mode: 'emergency-stopped', number: 5 }, start(5))?.mode).toBe('running');
    expect(modeAfter({ mode: 'paused', number: 6 }, start(6))?.mode).toBe('running');
  });

  it('changes nothing where it is so already', () => {
    expect(modeAfter({ mode: 'running', number: 7 }, start(1))).toBeUndefined();
    expect(modeAfter({ mode: 'paused', number: 7 }, pause)).toBeUndefined();
  });
});
