import { plain } from '../../desk/book/exact.js';
import { entryPrice, exitPrice } from '../../desk/book/position-leg.js';
import { shortNotional } from '../../desk/book/position-money.js';
import type { Position } from '../../desk/book/position.js';
import { pairName } from '../../desk/observe/observation.js';
import type { PositionHistory } from '../replay/replay-ledger.js';
import { attributionOf, type Attribution } from './trade-money.js';

/** One settlement as it was booked. */
export interface TradeSettlement {
  readonly leg: 'long' | 'short';
  readonly settledAtMs: number;
  readonly rate: string;
  readonly contracts: string;
  readonly markPrice: string;
  readonly amountUsdt: string;
}

/** One fill as it was booked. `met`: before slippage; left out where nothing was traded. */
export interface TradeFill {
  readonly leg: 'long' | 'short';
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly price: string;
  readonly met: string | undefined;
  readonly feeUsdt: string;
  readonly filledAtMs: number;
  readonly how: string;
}

/** One position of a backtest, from its opening on. Money is exact, USDT. */
export interface Trade extends Attribution {
  readonly symbol: string;
  readonly state: Position['state'];
  readonly openedAtMs: number;
  readonly closedAtMs: number | undefined;
  readonly openReason: string;
  readonly closeReason: string | undefined;
  readonly notionalUsdt: string;
  readonly longEntryPrice: string | undefined;
  readonly shortEntryPrice: string | undefined;
  readonly longExitPrice: string | undefined;
  readonly shortExitPrice: string | undefined;
  /** The least that was left of a margin at the worst price of a candle, a fraction of the notional. */
  readonly lowestMarginShare: number | undefined;
  readonly topUps: number;
  readonly fills: readonly TradeFill[];
  readonly settlements: readonly TradeSettlement[];
}

export function tradeOf(
  position: Position,
  history: PositionHistory,
  met: ReadonlyMap<string, string>,
  lowestMarginShare?: number,
): Trade {
  const { long, short } = position.legs;
  return {
    symbol: pairName(position.legs),
    state: position.state,
    openedAtMs: position.openedAtMs,
    closedAtMs: position.closedAtMs,
    openReason: position.openReason,
    closeReason: position.closeReason,
    notionalUsdt: plain(shortNotional(position)),
    longEntryPrice: entryPrice(long),
    shortEntryPrice: entryPrice(short),
    longExitPrice: exitPrice(long),
    shortExitPrice: exitPrice(short),
    lowestMarginShare,
    topUps: history.topUps,
    ...attributionOf(position, history.fills, met),
    fills: history.fills.map((fill) => ({
      leg: fill.leg,
      side: fill.side,
      quantity: fill.quantity,
      price: fill.price,
      met: met.get(fill.clientOrderId),
      feeUsdt: fill.fee.amount,
      filledAtMs: fill.filledAtMs,
      how: fill.how,
    })),
    settlements: history.payments.map(
      ({ leg, settledAtMs, rate, contracts, markPrice, amountUsdt }) => ({
        ...{ leg, settledAtMs, rate, contracts, markPrice, amountUsdt },
      }),
    ),
  };
}
