import type Big from 'big.js';
import { exact, plain, sum } from '../../desk/book/exact.js';
import { allCash, type Book } from '../../desk/book/ledger-event.js';
import type { PositionLeg } from '../../desk/book/position-leg.js';
import { LEGS, legsValue } from '../../desk/book/position-money.js';
import type { Leg } from '../../desk/trade/fill-price.js';

/** What the desk has, USDT. */
export function equityOf(book: Book): Big {
  return exact(allCash(book)).plus(sum([...book.positions.values()].map(legsValue)));
}

/** The same as doubles have it: within 1e-12 of it. */
export function aboutEquity(book: Book): number {
  let total = Number(allCash(book));
  for (const { legs } of book.positions.values()) {
    for (const name of LEGS) total += aboutValue(name, legs[name]);
  }
  return total;
}

/** What the desk had most, exact to the digit where somebody asks: a book never changes. */
export class Peak {
  private exactly: string | undefined;

  constructor(
    private readonly book: Book,
    readonly aboutUsdt: number,
  ) {}

  /** Exact, USDT. */
  usdt(): string {
    return (this.exactly ??= plain(equityOf(this.book)));
  }
}

/** See legValue. */
function aboutValue(name: Leg, leg: PositionLeg): number {
  const held = Number(leg.openedQuantity) - Number(leg.closedQuantity);
  if (held === 0) return 0;
  const worth = held * Number(leg.price);
  if (leg.instrument === 'spot') return worth;
  const cost = Number(leg.openedValueUsdt) - Number(leg.closedCostUsdt);
  return Number(leg.collateralUsdt) + (name === 'long' ? worth - cost : cost - worth);
}
