import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Paced } from './paced.js';

describe('Paced', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('passes the first value at once, and then the newest one each time', () => {
    const passed: number[] = [];
    const paced = new Paced<number>(250, (value) => passed.push(value));
    for (let value = 0; value < 1_000; value += 1) {
      paced.offer(value);
      jest.advanceTimersByTime(1);
    }
    expect(passed).toEqual([0, 249, 499, 749, 999]);
  });

  it('says nothing twice, and at a flush what waits', () => {
    const passed: string[] = [];
    const paced = new Paced<string>(250, (value) => passed.push(value));
    paced.offer('a');
    paced.offer('b');
    paced.flush();
    paced.flush();
    jest.advanceTimersByTime(1_000);
    expect(passed).toEqual(['a', 'b']);
  });
});
