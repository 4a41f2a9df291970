import Big from 'big.js';
import type { LotSize } from '../trading-rules.js';
import { exact, plain } from './exact.js';

/** Both legs of the same quantity: `contracts` × units a contract = `quantity` of the spot asset. */
export interface OrderQuantity {
  readonly contracts: string;
  readonly quantity: string;
}

export interface QuantityRules {
  readonly perpetual: LotSize;
  readonly spot: LotSize;
  readonly unitsPerContract: number;
}

/**
 * Returns the largest quantity of both legs that is worth no more than the notional and that both markets
 * take; undefined where even the smallest one that they take is worth more.
 *
 * `notionalUsdt`, `perpPrice` (USDT a contract), `spotPrice` (USDT a unit): exact decimal text, > 0.
 */
export function orderQuantity(
  notionalUsdt: string,
  prices: { readonly perpPrice: string; readonly spotPrice: string },
  rules: QuantityRules,
): OrderQuantity | undefined {
  const step = commonStep(rules);
  const price = exact(prices.perpPrice);
  const contracts = lotsWorth(exact(notionalUsdt), price.times(step)).times(step);
  const quantity = contracts.times(rules.unitsPerContract);
  const taken =
    contracts.gt(0) &&
    takes(rules.perpetual, contracts, price) &&
    takes(rules.spot, quantity, exact(prices.spotPrice));
  return taken ? { contracts: plain(contracts), quantity: plain(quantity) } : undefined;
}

/** The smallest number of contracts that is a whole number of steps in both markets. */
function commonStep({ perpetual, spot, unitsPerContract }: QuantityRules): Big {
  const perpStep = exact(perpetual.quantityStep);
  const perpUnits = perpStep.times(unitsPerContract);
  const spotUnits = exact(spot.quantityStep);
  const decimals = Math.max(decimalsOf(perpUnits), decimalsOf(spotUnits));
  const whole = (value: Big) => BigInt(value.times(new Big(10).pow(decimals)).toFixed(0));
  const [a, b] = [whole(perpUnits), whole(spotUnits)];
  return perpStep.times((b / greatestDivisor(a, b)).toString());
}

/** How many lots of a price fit into an amount; a quotient that was rounded up is taken back. */
function lotsWorth(amount: Big, lotPrice: Big): Big {
  const lots = amount.div(lotPrice).round(0, Big.roundDown);
  return lots.times(lotPrice).gt(amount) ? lots.minus(1) : lots;
}

function takes(rules: LotSize, quantity: Big, price: Big): boolean {
  return (
    quantity.gte(exact(rules.minQuantity)) &&
    quantity.times(price).gte(exact(rules.minNotionalUsdt))
  );
}

function decimalsOf(value: Big): number {
  return plain(value).split('.')[1]?.length ?? 0;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}
