import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import type { Response } from 'express';
import { csv, csvName, csvTime } from '../markets/csv/csv.js';

/** Amounts in USDT, earned is positive, fees and slippage are paid: basis + funding − fees − slippage = net. */
const COLUMNS = [
  'backtest',
  'exchange',
  'symbol',
  'state',
  'opened_at_utc',
  'closed_at_utc',
  'notional_usdt',
  'long_entry_price',
  'short_entry_price',
  'long_exit_price',
  'short_exit_price',
  'basis_usdt',
  'funding_usdt',
  'fees_usdt',
  'slippage_usdt',
  'net_usdt',
  'settlements_booked',
  'lowest_margin_share',
  'open_reason',
  'close_reason',
];

/** The trades of a result, a line each, in the order in which they were opened. */
export function backtestTradesCsv(
  response: Response,
  sha256: string,
  { setup, dataset, trades }: BacktestDocumentV1,
): string {
  const lines = trades.map((trade) => [
    ...[sha256, setup.venue, trade.symbol, trade.state],
    ...[csvTime(trade.openedAtMs), csvTime(trade.closedAtMs), trade.notionalUsdt],
    ...[trade.longEntryPrice ?? null, trade.shortEntryPrice ?? null],
    ...[trade.longExitPrice ?? null, trade.shortExitPrice ?? null],
    ...[trade.basisUsdt, trade.fundingUsdt, trade.feesUsdt, trade.slippageUsdt, trade.netUsdt],
    ...[trade.settlements.length, trade.lowestMarginShare ?? null],
    ...[trade.openReason, trade.closeReason ?? null],
  ]);
  const parts = ['backtest', sha256.slice(0, 12), 'trades', setup.venue];
  return csv(response, csvName(parts, dataset.source, setup.window), COLUMNS, lines);
}
