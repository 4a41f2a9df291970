import Big from 'big.js';
import type { LotSize } from '../../market/trading-rules.js';
import { exact, plain } from '../book/exact.js';
import { commonStep, takes } from '../trade/lot-rules.js';
import type { Leg } from '../trade/fill-price.js';

/** Both legs of as many coins: short × `unitsPerContract` = long. */
export interface OrderQuantity {
  readonly long: string;
  readonly short: string;
}

export interface QuantityRules {
  readonly long: LotSize;
  readonly short: LotSize;
  /** How many of the long leg one of the short stands for. */
  readonly unitsPerContract: number;
}

/**
 * Returns the largest quantity of both legs that is worth no more than the notional and that both markets
 * take; undefined where even the smallest one that they take is worth more.
 *
 * `notionalUsdt`, and the prices of one of what each leg is traded in: exact decimal text, USDT, > 0.
 */
export function orderQuantity(
  notionalUsdt: string,
  prices: Readonly<Record<Leg, string>>,
  rules: QuantityRules,
): OrderQuantity | undefined {
  const step = stepOfBoth(rules);
  const price = exact(prices.short);
  const contracts = lotsWorth(exact(notionalUsdt), price.times(step)).times(step);
  const quantity = contracts.times(rules.unitsPerContract);
  const taken =
    contracts.gt(0) &&
    takes(rules.short, contracts, price) &&
    takes(rules.long, quantity, exact(prices.long));
  return taken ? { short: plain(contracts), long: plain(quantity) } : undefined;
}

/** Rules seldom change, and each judgement of a market that lacks room asks for it. */
const STEPS = new WeakMap<QuantityRules, Big>();

function stepOfBoth(rules: QuantityRules): Big {
  const step = STEPS.get(rules) ?? commonStep(rules.short, rules.long, rules.unitsPerContract);
  STEPS.set(rules, step);
  return step;
}

/** How many lots of a price fit into an amount; a quotient that was rounded up is taken back. */
function lotsWorth(amount: Big, lotPrice: Big): Big {
  const lots = amount.div(lotPrice).round(0, Big.roundDown);
  return lots.times(lotPrice).gt(amount) ? lots.minus(1) : lots;
}
