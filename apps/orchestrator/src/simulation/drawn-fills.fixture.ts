import { exact, plain } from '@fullcarry/domain/desk/book/exact';
import { coinOf } from '@fullcarry/domain/desk/trade/fill-fee';
import { fillFee } from '@fullcarry/domain/desk/trade/fill-price';
import { withinLimit } from '@fullcarry/domain/desk/trade/price-limit';
import type { LegFill, SentOrder } from '@fullcarry/domain/desk/perform/leg-executor';
import { oneOf, type Random } from './simulated-market.fixture.js';

/** How much of an order the book holds: mostly all of it. */
const HELD_SHARES = [1, 1, 1, 1, 1, 1, 0.97, 0.6, 0.2, 0.003] as const;

/** What an order book holds of an order, in one to three fills, each a little worse than the one before. */
export function drawnFills(
  { side, quantity, limitPrice, market }: SentOrder,
  lastPrice: string,
  {
    random,
    step,
    takesCoins,
    clock,
  }: {
    readonly random: Random;
    readonly step: string;
    readonly takesCoins: boolean;
    readonly clock: () => number;
  },
): LegFill[] {
  const whole = Math.round(Number(quantity) / Number(step));
  let left = Math.floor(whole * oneOf(random, HELD_SHARES));
  const many = oneOf(random, [1, 1, 2, 3]);
  const isCoinFee = takesCoins && market.instrument === 'spot' && side === 'buy';
  const fills: LegFill[] = [];
  for (let i = 1; i <= many && left > 0; i += 1) {
    const steps = i === many ? left : Math.ceil(left / 2);
    const part = plain(exact(step).times(steps));
    const worse = 1 + (side === 'buy' ? 1 : -1) * 0.0001 * (i - 1);
    const price = plain(exact((Number(lastPrice) * worse).toFixed(6)));
    if (!withinLimit(price, side, limitPrice)) break;
    const bps = market.instrument === 'spot' ? 10 : 5.5;
    const fee = isCoinFee
      ? { amount: fillFee('1', part, bps), coin: coinOf(market.symbol) }
      : { amount: fillFee(price, part, bps), coin: 'USDT' };
    fills.push({ price, quantity: part, fee, filledAtMs: clock(), from: 'order-book' });
    left -= steps;
  }
  return fills;
}
