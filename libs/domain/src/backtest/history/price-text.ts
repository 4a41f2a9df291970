import { exactSetting, plain } from '../../desk/book/exact.js';

/** A price as exact decimal text, as the desk writes what it reads of a candle. */
export function priceText(price: number): string {
  const text = String(price);
  return text.includes('e') ? plain(exactSetting(price)) : text;
}
