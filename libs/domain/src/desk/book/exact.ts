import Big from 'big.js';
import { canonicalDecimal, isDecimal } from '../../decimal-text.js';

/**
 * The number that a decimal text writes. Sums, differences and products of these are exact; nothing here
 * divides.
 *
 * Errors: RangeError when it is no plain decimal.
 */
export function exact(text: string): Big {
  const known = KNOWN.get(text);
  if (known) return known;
  if (!isDecimal(text)) throw new RangeError(`"${text}" is no decimal number`);
  return remembered(text, new Big(text));
}

function remembered(text: string, value: Big): Big {
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(text, value);
  return value;
}

/** The same texts are read again and again: to read one takes ten times as long as to find it. Numbers never change. */
const KNOWN = new Map<string, Big>();
const MOST_KNOWN = 20_000;

/**
 * Compares two decimal texts: negative where the first is less, 0 where they are the same number, positive where it is more.
 *
 * The doubles next to two numbers are never in the other order: only where they are the same one it takes the digits.
 *
 * Errors: RangeError when one is no plain decimal and that is what it takes.
 */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  const apart = Number(a) - Number(b);
  return apart < 0 || apart > 0 ? apart : exact(a).cmp(exact(b));
}

/** The powers of ten that doubles hold exactly. */
const POWERS = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/**
 * The double next to the product of two decimal texts, as Number of the exact one is. Where both have few digits their whole numbers
 * and a power of ten are exact in doubles, so that one division rounds it once.
 *
 * Errors: RangeError when one is no plain decimal.
 */
export function productNumber(a: string, b: string): number {
  const [decimalsA, decimalsB] = [decimalsOf(a), decimalsOf(b)];
  const power = POWERS[decimalsA + decimalsB];
  const wholeA = Math.round(Number(a) * (POWERS[decimalsA] ?? NaN));
  const wholeB = Math.round(Number(b) * (POWERS[decimalsB] ?? NaN));
  const product = wholeA * wholeB;
  const isExact = [wholeA, wholeB, product].every((one) => Math.abs(one) < 2 ** 51);
  return power !== undefined && isExact ? product / power : Number(exact(a).times(exact(b)));
}

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** A setting, which is a double, as the decimal that people see: 5.5 is exactly 5.5. */
export function exactSetting(value: number): Big {
  return new Big(String(value));
}

/** As canonical decimal text: no exponent, no trailing zeros, no minus zero. */
export function plain(value: Big): string {
  const text = value.toFixed();
  if (MAY_DIFFER.test(text)) return canonicalDecimal(text) ?? text;
  // What is written is mostly read again.
  remembered(text, value);
  return text;
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
