import Big from 'big.js';
import { canonicalDecimal } from '../../decimal-text.js';

/**
 * The number that a decimal text writes. Sums, differences and products of these are exact; nothing here
 * divides.
 *
 * Errors: RangeError when it is no plain decimal.
 */
export function exact(text: string): Big {
  const known = KNOWN.get(text);
  if (known) return known;
  if (canonicalDecimal(text) === undefined) throw new RangeError(`"${text}" is no decimal number`);
  const value = new Big(text);
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(text, value);
  return value;
}

/** The same texts are read again and again: to read one takes ten times as long as to find it. Numbers never change. */
const KNOWN = new Map<string, Big>();
const MOST_KNOWN = 20_000;

/** A setting, which is a double, as the decimal that people see: 5.5 is exactly 5.5. */
export function exactSetting(value: number): Big {
  return new Big(String(value));
}

/** As canonical decimal text: no exponent, no trailing zeros, no minus zero. */
export function plain(value: Big): string {
  const text = value.toFixed();
  return MAY_DIFFER.test(text) ? (canonicalDecimal(text) ?? text) : text;
}

/** What is not canonical ends with a zero behind the point, or is a minus zero. */
const MAY_DIFFER = /^-0$|\..*0$/;

export function sum(values: readonly Big[]): Big {
  return values.reduce((total, value) => total.plus(value), new Big(0));
}

/** The exact sum of decimal texts. */
export function sumOf(texts: readonly string[]): Big {
  return sum(texts.map(exact));
}
