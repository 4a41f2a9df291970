/** A whole number of so many digits is exact in a double, as is each power of ten that may divide it. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, n) => 10 ** n);

const [MINUS = 0, POINT = 0, ZERO = 0] = ['-', '.', '0'].map((one) => one.charCodeAt(0));

/**
 * The plain decimal that is written from `fromAt` to `toAt`: what its text's `Number` is, without the text. NaN where
 * it is none: another character, no digit before or behind the point.
 */
export function decimalAt(text: string, fromAt: number, toAt: number): number {
  const isNegative = text.charCodeAt(fromAt) === MINUS;
  const digitsAt = isNegative ? fromAt + 1 : fromAt;
  let digits = 0;
  let pointAt = toAt;
  for (let at = digitsAt; at < toAt; at += 1) {
    const code = text.charCodeAt(at);
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9) digits = digits * 10 + digit;
    else if (code === POINT && pointAt === toAt) pointAt = at;
    else return Number.NaN;
  }
  const decimals = pointAt === toAt ? 0 : toAt - 1 - pointAt;
  if (pointAt === digitsAt || pointAt === toAt - 1) return Number.NaN;
  if (toAt - digitsAt > EXACT_DIGITS) return Number(text.slice(fromAt, toAt));
  const magnitude = digits / (POWERS_OF_TEN[decimals] ?? Number.NaN);
  return isNegative ? -magnitude : magnitude;
}
