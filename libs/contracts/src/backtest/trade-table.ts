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
  const texts = (
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
    texts('backtest', 'text', () => sha256),
    texts('exchange', 'text', () => setup.venue),
    texts('symbol', 'text', ({ symbol }) => symbol),
    texts('state', 'text', ({ state }) => state),
    numbers('opened_at_utc', 'time', ({ openedAtMs }) => openedAtMs),
    numbers('closed_at_utc', 'time', ({ closedAtMs }) => closedAtMs),
    texts('notional_usdt', 'amount', ({ notionalUsdt }) => notionalUsdt),
    texts('long_entry_price', 'amount', ({ longEntryPrice }) => longEntryPrice),
    texts('short_entry_price', 'amount', ({ shortEntryPrice }) => shortEntryPrice),
    texts('long_exit_price', 'amount', ({ longExitPrice }) => longExitPrice),
    texts('short_exit_price', 'amount', ({ shortExitPrice }) => shortExitPrice),
    texts('basis_usdt', 'amount', ({ basisUsdt }) => basisUsdt),
    texts('funding_usdt', 'amount', ({ fundingUsdt }) => fundingUsdt),
    texts('fees_usdt', 'amount', ({ feesUsdt }) => feesUsdt),
    texts('slippage_usdt', 'amount', ({ slippageUsdt }) => slippageUsdt),
    texts('net_usdt', 'amount', ({ netUsdt }) => netUsdt),
    numbers('settlements_booked', 'number', ({ settlements }) => settlements.length),
    numbers('lowest_margin_share', 'number', ({ lowestMarginShare }) => lowestMarginShare),
    texts('open_reason', 'text', ({ openReason }) => openReason),
    texts('close_reason', 'text', ({ closeReason }) => closeReason),
  ];
}
