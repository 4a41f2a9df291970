import { describe, expect, it } from '@jest/globals';
import { intervalChanges } from './interval-changes.js';

describe('A change of the funding interval', () => {
  it('is seen also over a step that nobody knows', () => {
    const changes = intervalChanges([
      [0, '0.0001', 480],
      [1, '0.0001', null],
      [2, '0.0001', 480],
      [3, '0.0001', 240],
      [4, '0.0001', 240],
    ]);
    expect(changes).toEqual([{ atMs: 3, fromMinutes: 480, toMinutes: 240 }]);
  });
});
