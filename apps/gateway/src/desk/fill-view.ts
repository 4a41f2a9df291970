import type { DeskFill } from '@fullcarry/contracts/http/desk/positions-route';
import { chargedFee } from '@fullcarry/domain/desk/trade/fill-fee';
import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import type { StoredFill } from '@fullcarry/history/desk/desk-rows';

/** A stored fill as it travels. */
export function fillView(fill: StoredFill, market: LegMarket): DeskFill {
  const { number, clientOrderId, leg, side, filledAtMs, quantity, price, how, priceFrom } = fill;
  const { feeAmount, feeCoin } = fill;
  const fee = { amount: feeAmount, coin: feeCoin };
  return {
    ...{ number, clientOrderId, positionLeg: leg, side, filledAtMs, quantity, price, how },
    leg: market.instrument === 'spot' ? 'spot' : 'perp',
    feeUsdt: chargedFee(market, price, fee).feeUsdt,
    ...{ feeAmount, feeCoin },
    ...(priceFrom === undefined ? {} : { priceFrom }),
  };
}
