import { describe, expect, it } from '@jest/globals';
import { parseInstant } from './instant.js';
import { ReplayClock } from './replay-clock.js';

describe('the replay clock', () => {
  it('starts where it is set and runs at its speed', () => {
    let realMs = 1_000;
    const clock = new ReplayClock(50_000, 720, () => realMs);
    expect(clock.nowMs()).toBe(50_000);
    realMs += 10;
    expect(clock.nowMs()).toBe(57_200);
  });

  it('stands still at speed 0', () => {
    let realMs = 0;
    const clock = new ReplayClock(50_000, 0, () => realMs);
    realMs += 1_000_000;
    expect(clock.nowMs()).toBe(50_000);
  });

  it('keeps the instant when only the speed is moved, and the speed when only the instant is', () => {
    let realMs = 0;
    const clock = new ReplayClock(0, 10, () => realMs);
    realMs += 100;
    clock.move({ speed: 1 });
    realMs += 100;
    expect(clock.nowMs()).toBe(1_100);
    clock.move({ nowMs: 5_000 });
    realMs += 100;
    expect(clock.nowMs()).toBe(5_100);
  });
});

describe('instants', () => {
  it('are read from milliseconds and from ISO text, and from nothing else', () => {
    expect(parseInstant('1763900000000')).toBe(1_763_900_000_000);
    expect(parseInstant('2025-11-23T12:13:20Z')).toBe(1_763_900_000_000);
    expect(parseInstant('soon')).toBeUndefined();
  });
});
