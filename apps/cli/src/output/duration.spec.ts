import { expect, it } from '@jest/globals';
import { duration } from './duration.js';

it.each([
  [0, '0 s'],
  [0.2, '1 s'],
  [59, '59 s'],
  [59.5, '1 min 0 s'],
  [200, '3 min 20 s'],
  [7_500, '2 h 5 min'],
  [100_000, '1 d 3 h'],
])('%d seconds read as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
