import { expect, it } from '@jest/globals';
import { nearNames } from './near-names.js';

const NAMES = ['BTCUSDT', 'ETHUSDT', 'INJUSDT', '1000PEPEUSDT'];

it.each([
  ['BTC', ['BTCUSDT']],
  ['btc-usdt', ['BTCUSDT']],
  ['BTCUSD', ['BTCUSDT']],
  ['PEPEUSDT', ['1000PEPEUSDT']],
  ['IJNUSDT', ['INJUSDT']],
  ['DOGECOIN', []],
  ['', []],
])('“%s” may have meant %j', (typed, near) => {
  expect(nearNames(typed, NAMES).slice(0, 1)).toEqual(near);
});
