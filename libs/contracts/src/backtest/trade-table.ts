import type { BacktestDocumentV1 } from './backtest-document-v1.js';
import type { BacktestTradeV1 } from './backtest-trade-v1.js';

/**
 * One column of such a table. `text`: as it stands; `amount`: exact decimal text; `time`: UTC epoch ms; `number`: any. Undefined where
 * there is none.
 */
export type TradeColumn = { readonly name: string } & (
  | { readonly kind: 'text' | 'amount'; readonly values: readonly (string | undefined)[] }
  | { readonly kind: 'time' | 'number'; readonly values: readonly (number | undefined)[] }
);

/**
 * The trades of a result as a table, a line a trade, in the order in which they were opened. Amounts in USDT, earned is positive, fees
 * and slippage are paid: basis + funding − fees − slippage = net.
 */
export function tradeTable(
  sha256: string,
  { setup, trades }: Pick<BacktestDocumentV1, 'setup' | 'trades'>,
): readonly TradeColumn[] {
  const words = (
    name: string,
    kind: 'text' | 'amount',
    value: (trade: BacktestTradeV1) => string | undefined,
  ): TradeColumn => ({ name, kind, values: trades.map(value) });
  const numbers = (
    name: string,
    kind: 'time' | 'number',
    value: (trade: BacktestTradeV1) => number | undefined,
  ): TradeColumn => ({ name, kind, values: trades.map(value) });
  return [
    words('backtest', 'text', () => sha256),
    words('exchange', 'text', () => setup.venue),
    words('symbol', 'text', ({ symbol }) => symbol),
    words('state', 'text', ({ state }) => state),
    numbers('opened_at_utc', 'time', ({ openedAtMs }) => openedAtMs),
    numbers('closed_at_utc', 'time', ({ closedAtMs }) => closedAtMs),
    words('notional_usdt', 'amount', ({ notionalUsdt }) => notionalUsdt),
    words('long_entry_price', 'amount', ({ longEntryPrice }) => longEntryPrice),
    words('short_entry_price', 'amount', ({ shortEntryPrice }) => shortEntryPrice),
    words('long_exit_price', 'amount', ({ longExitPrice }) => longExitPrice),
    words('short_exit_price', 'amount', ({ shortExitPrice }) => shortExitPrice),
    words('basis_usdt', 'amount', ({ basisUsdt }) => basisUsdt),
    words('funding_usdt', 'amount', ({ fundingUsdt }) => fundingUsdt),
    words('fees_usdt', 'amount', ({ feesUsdt }) => feesUsdt),
    words('slippage_usdt', 'amount', ({ slippageUsdt }) => slippageUsdt),
    words('net_usdt', 'amount', ({ netUsdt }) => netUsdt),
    numbers('settlements_booked', 'number', ({ settlements }) => settlements.length),
    numbers('lowest_margin_share', 'number', ({ lowestMarginShare }) => lowestMarginShare),
    words('open_reason', 'text', ({ openReason }) => openReason),
    words('close_reason', 'text', ({ closeReason }) => closeReason),
  ];
}
