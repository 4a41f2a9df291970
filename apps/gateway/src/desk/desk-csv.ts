import type { DeskPosition } from '@fullcarry/contracts/facts/desk-position-v1';
import type { EquityRoute } from '@fullcarry/contracts/http/desk/equity-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { csvTime } from '@fullcarry/platform/files/csv-table';
import type { Response } from 'express';
import { csv, csvName } from '../markets/csv/csv.js';

/** Amounts in USDT, earned is positive, fees are paid: realised + unrealised + funding − fees = pnl. */
const TRADE_COLUMNS = [
  'id',
  'exchange',
  'market',
  'state',
  'opened_at_utc',
  'closed_at_utc',
  'quantity',
  'notional_usdt',
  'realised_usdt',
  'unrealised_usdt',
  'funding_usdt',
  'fees_usdt',
  'pnl_usdt',
  'settlements_booked',
  'open_reason',
  'close_reason',
];

/** The desk's trades, a line a position. */
export function tradesCsv(
  response: Response,
  exchange: string,
  source: string,
  positions: readonly DeskPosition[],
): string {
  const lines = positions.map((one) => [
    one.id,
    exchange,
    one.nativeId,
    one.state,
    csvTime(one.openedAtMs),
    csvTime(one.closedAtMs),
    one.quantity,
    one.notionalUsdt,
    one.realisedUsdt,
    one.unrealisedUsdt,
    one.fundingUsdt,
    one.feesUsdt,
    one.pnlUsdt,
    one.settlementsBooked,
    one.openReason,
    one.closeReason,
  ]);
  const times = positions.map(({ openedAtMs }) => openedAtMs);
  return csv(response, nameOf(['trades', exchange], source, times), TRADE_COLUMNS, lines);
}

type Point = ReplyOf<typeof EquityRoute>['points'][number];

const EQUITY_COLUMNS = [
  'at_utc',
  'at_ms',
  'equity_usdt',
  'cash_usdt',
  'realised_usdt',
  'unrealised_usdt',
  'funding_usdt',
  'fees_usdt',
];

/** The ledger over time, a line a point. */
export function equityCsv(
  response: Response,
  exchange: string,
  source: string,
  points: readonly Point[],
): string {
  const lines = points.map((point) => [
    csvTime(point.atMs),
    point.atMs,
    point.equityUsdt,
    point.cashUsdt,
    point.realisedUsdt,
    point.unrealisedUsdt,
    point.fundingUsdt,
    point.feesUsdt,
  ]);
  const times = points.map(({ atMs }) => atMs);
  return csv(response, nameOf(['equity', exchange], source, times), EQUITY_COLUMNS, lines);
}

/** Paper money, and of which days; of today where there is nothing. */
function nameOf(parts: readonly string[], source: string, times: readonly number[]): string {
  const nowMs = Date.now();
  const fromMs = Math.min(nowMs, ...times);
  const toMs = times.length === 0 ? nowMs + 1 : Math.max(...times) + 1;
  return csvName([...parts, 'paper'], source, { fromMs, toMs });
}
