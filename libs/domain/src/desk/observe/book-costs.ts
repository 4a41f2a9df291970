import type { DecisionSettings } from '../decide/decision-settings.js';
import { exact, sum } from '../book/exact.js';
import type { Leg, Side } from '../trade/fill-price.js';
import { walkBook, type BookLevel, type OrderBook } from './order-book.js';
import type { OrderQuantity } from '../decide/order-quantity.js';
import type { BothPrices } from './pair-prices.js';
import type { InstrumentKind } from '../book/position-leg.js';
import { limitPrice } from '../trade/price-limit.js';
import { feeBps, type PairCosts } from './round-trip-cost.js';
import type { Reason } from '../decide/verdict.js';

/** The order books of both legs, as they were just before a pair would be opened. */
export type PairBooks = Readonly<Record<Leg, OrderBook>>;

/** A pair that would be opened: how much of each leg, and the prices that it is decided at. */
export interface PairToOpen {
  readonly books: PairBooks;
  readonly quantities: OrderQuantity;
  readonly prices: BothPrices;
  readonly instruments: Readonly<Record<Leg, InstrumentKind>>;
}

/** What the books say: the costs of all four fills, or why they can't be had. */
export type BookCosts =
  | { readonly kind: 'known'; readonly costs: PairCosts }
  | { readonly kind: 'thin'; readonly reason: Reason };

/** The four fills: bought and sold on each side. */
const FILLS: readonly { readonly leg: Leg; readonly side: Side; readonly purpose: string }[] = [
  { leg: 'long', side: 'buy', purpose: 'open' },
  { leg: 'short', side: 'sell', purpose: 'open' },
  { leg: 'long', side: 'sell', purpose: 'close' },
  { leg: 'short', side: 'buy', purpose: 'close' },
];

/**
 * Returns what opening and closing a pair costs by its order books of now: C = 2 · (fee_long + fee_short) + the four fills'
 * distances from the last prices, (average of the walk − last) / last where one buys, the other way round where one
 * sells. The books of the day on which it is closed are not known: those of now stand in.
 *
 * Units: fractions of notional. A pair is thin where a book does not hold the whole quantity within `maxPriceMoveBps`.
 */
export function bookCosts(
  pair: PairToOpen,
  settings: Pick<DecisionSettings, 'spotFeeBps' | 'perpFeeBps' | 'slippageBps' | 'maxPriceMoveBps'>,
): BookCosts {
  let roundTrip = 0;
  let leaving = 0;
  for (const { leg, side, purpose } of FILLS) {
    const last = pair.prices[leg];
    const quantity = pair.quantities[leg];
    const limit = limitPrice(last, side, settings.maxPriceMoveBps);
    const { fills, rest } = walkBook(pair.books[leg], { side, quantity, limitPrice: limit });
    if (rest !== '0') return { kind: 'thin', reason: thin(leg, purpose, quantity, rest, settings) };
    const worse = (averageOf(fills) / Number(last) - 1) * (side === 'buy' ? 1 : -1);
    const cost = worse + feeBps(settings, pair.instruments[leg]) / 10_000;
    roundTrip += cost;
    if (purpose === 'close') leaving += cost;
  }
  return { kind: 'known', costs: { roundTrip, leaving, from: 'order-books' } };
}

function thin(
  leg: Leg,
  purpose: string,
  quantity: string,
  rest: string,
  { maxPriceMoveBps }: { readonly maxPriceMoveBps: number },
): Reason {
  return {
    code: 'thin-book',
    text: `The ${leg} leg’s order book lacks ${rest} of the ${quantity} that it takes to ${purpose} within ${maxPriceMoveBps} bp`,
  };
}

function averageOf(fills: readonly BookLevel[]): number {
  const value = sum(fills.map(({ price, quantity }) => exact(price).times(exact(quantity))));
  return Number(value) / Number(sum(fills.map(({ quantity }) => exact(quantity))));
}
