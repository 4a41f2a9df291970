const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * The one way to write a decimal number: no exponent, no leading or trailing zeros, no minus zero.
 * `'0.00010000'` and `'.0001'` are the same rate; only the first is a decimal that an exchange may send.
 *
 * Returns undefined when the text is not a plain decimal.
 */
export function canonicalDecimal(text: string): string | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = whole.replace(/^0+(?=\d)/, '');
  const decimals = fraction.replace(/0+$/, '');
  const magnitude = decimals === '' ? digits : `${digits}.${decimals}`;
  return magnitude === '0' ? '0' : `${sign}${magnitude}`;
}

/** Whether the text is a plain decimal number, canonical or not. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}
