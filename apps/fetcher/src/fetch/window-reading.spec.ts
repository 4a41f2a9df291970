import { describe, expect, it } from '@jest/globals';
import { agreedReading } from './window-reading.js';

function answers<Answer>(...list: Answer[]) {
  let asked = 0;
  return {
    read: () => Promise.resolve(list[asked++] as Answer),
    asked: () => asked,
  };
}

describe('an agreed reading', () => {
  it('believes a whole answer at once', async () => {
    const { read, asked } = answers([1, 2, 3]);
    expect(await agreedReading(read, (rows) => rows.length === 3)).toEqual([1, 2, 3]);
    expect(asked()).toBe(1);
  });

  it('asks again before it believes that something is lacking', async () => {
    const { read, asked } = answers([1], [1]);
    expect(await agreedReading(read, (rows) => rows.length === 3)).toEqual([1]);
    expect(asked()).toBe(2);
  });

  it('takes the whole answer that follows a short one', async () => {
    const { read } = answers([], [1, 2, 3]);
    expect(await agreedReading(read, (rows) => rows.length === 3)).toEqual([1, 2, 3]);
  });

  it('gives up on answers that go on to differ', async () => {
    const { read } = answers([1], [2], [3], [4], [5], [6]);
    expect(await agreedReading(read, () => false)).toBeUndefined();
  });
});
