import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DecimalRows, parseWithDecimalRows } from './decimal-rows.js';

const rowsOf = (list: string) => {
  const { list: found } = parseWithDecimalRows(`{"code":0,"list":${list},"time":7}`) as {
    list: unknown;
  };
  return found instanceof DecimalRows ? found.rows : undefined;
};

const digits = (least: number, most: number) =>
  fc.string({
    unit: fc.constantFrom(...Array.from({ length: 10 }, (_, n) => String(n))),
    minLength: least,
    maxLength: most,
  });
const decimal = fc
  .tuple(fc.constantFrom('', '-'), digits(1, 20), fc.option(digits(1, 20)))
  .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`);
const row = fc.tuple(digits(1, 17), fc.array(decimal)).map(([first, more]) => [first, ...more]);

describe('rows of decimal texts', () => {
  it('are read into the very numbers that the texts are', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        expect(rowsOf(JSON.stringify(rows))).toEqual(rows.map((one) => one.map(Number)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('leave what stands around them as it is', () => {
    const text = '{"a":["x",[]],"list":[["1","0.5"]],"b":{"c":[["2"]]},"d":"[[\\"3\\"]]"}';
    expect(parseWithDecimalRows(text)).toEqual({
      a: ['x', []],
      list: new DecimalRows([[1, 0.5]]),
      b: { c: [['2']] },
      d: '[["3"]]',
    });
    expect(parseWithDecimalRows('[["1"]]')).toEqual(new DecimalRows([[1]]));
  });

  it.each([
    ['a number in words', '[["1","NaN"]]'],
    ['an empty text', '[["1",""]]'],
    ['an exponent', '[["1","1e5"]]'],
    ['half a number', '[["1","1."]]'],
    ['a number with a plus', '[["1","+1"]]'],
    ['bare numbers', '[[1,"2"]]'],
    ['no value', '[[]]'],
    ['no row', '[]'],
    ['an instant with a fraction', '[["1.5","2"]]'],
    ['a negative instant', '[["-1","2"]]'],
    ['blanks', '[ ["1","2"] ]'],
    ['another value after good rows', '[["1","2"],["3",null]]'],
    ['an escaped digit', '[["1","\\u0032"]]'],
  ])('are left as JSON gives them when there is %s', (_, list) => {
    expect(rowsOf(list)).toBeUndefined();
    const text = `{"list":${list}}`;
    expect(parseWithDecimalRows(text)).toEqual(JSON.parse(text));
  });

  it('are refused with the rest when the text is broken anywhere', () => {
    const whole = '{"code":0,"list":[["1","2.5"],["3","-4"]],"time":7}';
    for (let end = 0; end < whole.length; end += 1) {
      expect(() => parseWithDecimalRows(whole.slice(0, end))).toThrow(SyntaxError);
    }
    expect(() => parseWithDecimalRows('{"a":"x[["1"]]"}')).toThrow(SyntaxError);
  });

  it('may be many', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => [String(i), '1.5', '2', '3', '4', '5']);
    expect(rowsOf(JSON.stringify(many))).toHaveLength(many.length);
  });
});
