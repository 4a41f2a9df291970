import Big from 'big.js';
import { exact, plain, sum } from '../../desk/book/exact.js';
import { feesOf, fundingOf, realised, unrealised } from '../../desk/book/position-money.js';
import type { Position } from '../../desk/book/position.js';
import type { NewFill } from '../../desk/perform/trader-parts.js';

/**
 * What a position earned, by where it came from: basis + funding − fees − slippage = net, to the digit. USDT, exact.
 *
 * `basisUsdt`: what the prices of both legs did, as if each fill had got the price that it met. `slippageUsdt`: how much
 * worse the fills were than that, ≥ 0 where a slippage is set.
 */
export interface Attribution {
  readonly basisUsdt: string;
  readonly fundingUsdt: string;
  readonly feesUsdt: string;
  readonly slippageUsdt: string;
  readonly netUsdt: string;
}

/** `met`: what each order met before slippage, by its id; a fill without one had no slippage (a delivery). */
export function attributionOf(
  position: Position,
  fills: readonly NewFill[],
  met: ReadonlyMap<string, string>,
): Attribution {
  const prices = realised(position).plus(unrealised(position));
  const slippage = sum(fills.map((fill) => slippageOf(fill, met.get(fill.clientOrderId))));
  const [funding, fees] = [fundingOf(position), feesOf(position)];
  return {
    basisUsdt: plain(prices.plus(slippage)),
    fundingUsdt: plain(funding),
    feesUsdt: plain(fees),
    slippageUsdt: plain(slippage),
    netUsdt: plain(prices.plus(funding).minus(fees)),
  };
}

/** The sum of several, exact. */
export function attributionSum(all: readonly Attribution[]): Attribution {
  const total = (name: keyof Attribution) => plain(sum(all.map((one) => exact(one[name]))));
  return {
    basisUsdt: total('basisUsdt'),
    fundingUsdt: total('fundingUsdt'),
    feesUsdt: total('feesUsdt'),
    slippageUsdt: total('slippageUsdt'),
    netUsdt: total('netUsdt'),
  };
}

function slippageOf({ side, price, quantity }: NewFill, met: string | undefined): Big {
  if (met === undefined) return new Big(0);
  const worse = exact(price).minus(exact(met)).times(exact(quantity));
  return side === 'buy' ? worse : worse.neg();
}
