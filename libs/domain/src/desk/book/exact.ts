import Big from 'big.js';
import { canonicalDecimal } from '../../decimal-text.js';

/**
 * The number that a decimal text writes. Sums, differences and products of these are exact; nothing here
 * divides.
 *
 * Errors: RangeError when it is no plain decimal.
 */
export function exact(text: string): Big {
  if (canonicalDecimal(text) === undefined) throw new RangeError(`"${text}" is no decimal number`);
  return new Big(text);
}

/** A setting, which is a double, as the decimal that people see: 5.5 is exactly 5.5. */
export function exactSetting(value: number): Big {
  return new Big(String(value));
}

/** As canonical decimal text: no exponent, no trailing zeros, no minus zero. */
export function plain(value: Big): string {
  const text = value.toFixed();
  return canonicalDecimal(text) ?? text;
}

export function sum(values: readonly Big[]): Big {
  return values.reduce((total, value) => total.plus(value), new Big(0));
}

/** The exact sum of decimal texts. */
export function sumOf(texts: readonly string[]): Big {
  return sum(texts.map(exact));
}
