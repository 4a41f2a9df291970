import { describe, expect, it } from '@jest/globals';
import { DataIntegrityError } from '@fullcarry/domain/errors';
import { nameIn, RowReader } from './row-reader.js';

const LIST = {
  list: 'tickers',
  nameOf: (row: unknown) => nameIn(row, 'symbol'),
  context: { exchange: 'spec' },
};

/** Rows of which the first so many are unreadable. */
const rows = (count: number, bad: number) =>
  Array.from({ length: count }, (_, i) => ({ symbol: `S${i}`, price: i < bad ? '' : '1' }));

const read = (row: { price: string }) => {
  if (row.price === '') throw new DataIntegrityError('No price', { fault: 'price: is empty' });
  return row.price;
};

describe('a list of an exchange', () => {
  it('is read without the row that cannot be read, which is counted and logged once', () => {
    const warnings: unknown[] = [];
    const reader = new RowReader({ warn: (fields) => warnings.push(fields) });
    const good = rows(40, 1);
    expect(reader.read(LIST, good, read)).toHaveLength(39);
    expect(reader.read(LIST, good, read)).toHaveLength(39);
    expect(reader.leftOut()).toEqual([{ list: 'tickers', row: 'S0', fault: 'price: is empty' }]);
    expect(warnings).toEqual([
      { exchange: 'spec', list: 'tickers', row: 'S0', fault: 'price: is empty', leftOut: 1 },
    ]);
    expect(reader.read(LIST, rows(40, 0), read)).toHaveLength(40);
    expect(reader.leftOut()).toEqual([]);
  });

  it.each([
    [4, 3],
    [30, 3],
    [40, 4],
    [600, 60],
  ])('of %i rows may have %i that cannot be read', (count, bad) => {
    expect(new RowReader(undefined).read(LIST, rows(count, bad), read)).toHaveLength(count - bad);
  });

  it.each([
    [1, 1],
    [3, 3],
    [39, 4],
    [600, 61],
  ])('of %i rows is refused when %i cannot be read, and names one of them', (count, bad) => {
    expect(() => new RowReader(undefined).read(LIST, rows(count, bad), read)).toThrow(
      expect.objectContaining({
        name: 'DataIntegrityError',
        context: {
          exchange: 'spec',
          row: 'S0',
          fault: 'price: is empty',
          unreadable: bad,
          rows: count,
        },
      }),
    );
  });

  it('has rows that do not even have their name, and others that are about something else', () => {
    const reader = new RowReader(undefined);
    const read = (row: unknown) => {
      if (nameIn(row, 'symbol') === undefined) throw new DataIntegrityError('No name');
      return undefined;
    };
    expect(reader.read(LIST, [null, { symbol: 'A' }, 7, {}, { symbol: 'B' }], read)).toEqual([]);
    expect(reader.leftOut().map(({ row }) => row)).toEqual(['number 0', 'number 2', 'number 3']);
  });

  it('does not take a mistake of ours for a bad row', () => {
    const broken = () => {
      throw new TypeError('ours');
    };
    expect(() => new RowReader(undefined).read(LIST, rows(9, 0), broken)).toThrow(TypeError);
  });
});
