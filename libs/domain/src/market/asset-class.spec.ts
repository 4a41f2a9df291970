import { expect, it } from '@jest/globals';
import { mayBeOneAsset } from './asset-class.js';

it.each([
  ['coin', 'coin', true],
  ['stock', 'coin', false],
  ['pre-market', 'coin', false],
  ['index', 'unknown', true],
  [undefined, 'stock', true],
] as const)('%s and %s of one name may be one asset: %s', (one, other, may) => {
  expect([mayBeOneAsset(one, other), mayBeOneAsset(other, one)]).toEqual([may, may]);
});
