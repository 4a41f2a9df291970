import { decimalsOf } from './decimal-units.js';

/** A decimal × 10^places, digit by digit: '12.5' and 3 is '12500', '12.5' and -3 is '0.0125'. */
export function shiftedDecimal(text: string, places: number): string {
  const digits = text.replace('.', '');
  const decimals = decimalsOf(text) - places;
  if (decimals <= 0) return (digits + '0'.repeat(-decimals)).replace(/^0+(?=\d)/, '');
  const padded = digits.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals).replace(/^0+(?=\d)/, '')}.${padded.slice(-decimals)}`;
}
