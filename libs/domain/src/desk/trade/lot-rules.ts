import Big from 'big.js';
import type { LotSize } from '../../market/trading-rules.js';
import { exact } from '../book/exact.js';

/** Returns whether a market takes a quantity, a whole number of its steps, at a price: all that is known of lot rules is here. */
export function takes(lot: LotSize, quantity: Big, price: Big): boolean {
  return (
    quantity.gte(exact(lot.minQuantity)) && quantity.times(price).gte(exact(lot.minNotionalUsdt))
  );
}

export function stepOf({ quantityStep }: LotSize): Big {
  return exact(quantityStep);
}

/** The whole steps in a quantity: what is less than a step is left. */
export function wholeSteps(lot: LotSize, quantity: Big): Big {
  return quantity.div(stepOf(lot)).round(0, Big.roundDown);
}

/** The number of steps nearest to a quantity; of two that are as near the lesser. */
export function nearestSteps(lot: LotSize, quantity: Big): Big {
  const steps = quantity.div(stepOf(lot));
  const whole = steps.round(0, Big.roundDown);
  return steps.minus(whole).gt(0.5) ? whole.plus(1) : whole;
}

/** How many of one market's steps are a whole number of both: units of the first one's quantity are `unitsPerContract` of the other's. */
export function commonStep(own: LotSize, other: LotSize, unitsPerContract: number): Big {
  const step = stepOf(own);
  const ownUnits = step.times(unitsPerContract);
  const otherUnits = stepOf(other);
  const decimals = Math.max(decimalsOf(ownUnits), decimalsOf(otherUnits));
  const whole = (value: Big) => BigInt(value.times(new Big(10).pow(decimals)).toFixed(0));
  const [a, b] = [whole(ownUnits), whole(otherUnits)];
  return step.times((b / greatestDivisor(a, b)).toString());
}

function decimalsOf(value: Big): number {
  return value.toFixed().split('.')[1]?.replace(/0+$/, '').length ?? 0;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}
