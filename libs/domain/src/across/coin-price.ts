import { exact, plain } from '../desk/book/exact.js';

/**
 * Returns the price of one coin when one unit of a perpetual is `multiplier` coins; exact for the powers of
 * ten that exchanges use. 1000PEPE at 0.0125 is PEPE at 0.0000125.
 */
export function coinPrice(unitPrice: string, multiplier: number): string {
  return plain(exact(unitPrice).div(multiplier));
}
