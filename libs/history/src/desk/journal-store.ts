import { z } from 'zod';
import type { Database, Parameter, Statements } from '../database/database.js';
import {
  CORRECTION,
  DESK_ALERT,
  JOURNAL_ORDER,
  FILL,
  JOURNAL_TRADE,
  MODE_CHANGE,
  SETTING_CHANGE,
  type StoredAlert,
  type StoredCorrection,
  type StoredJournalTrade,
  type StoredModeChange,
  type StoredSettingChange,
} from './desk-rows.js';
import { insertRow } from '../database/insert-row.js';
import { journalOrder, type StoredJournalOrder } from './journal-order.js';
import type { RowSchema } from '../database/row-schema.js';

/** Entries before an instant, the newest first. */
export interface JournalPage {
  readonly beforeMs: number;
  readonly limit: number;
}

/** An order counts from its first fill, by the exchange's clock; one without a fill from when it was sent, by ours. */
const ORDERS = `SELECT o.client_order_id, o.position_id, short.symbol, short.native_id, o.purpose,
    CASE WHEN own.instrument = 'spot' THEN 'spot' ELSE 'perp' END AS leg, o.side, o.quantity,
    o.limit_price, o.state, own.symbol AS leg_symbol, own.units_per_contract,
    coalesce((SELECT min(f.filled_at_ms) FROM fill f WHERE f.client_order_id = o.client_order_id), o.sent_at_ms) AS at_ms,
    CASE WHEN o.purpose = 'open' THEN p.open_reason ELSE p.close_reason END AS reason
  FROM leg_order o JOIN position p ON p.id = o.position_id
  JOIN position_leg own ON own.position_id = o.position_id AND own.leg = o.leg
  JOIN position_leg short ON short.position_id = o.position_id AND short.leg = 'short'
  WHERE p.exchange = $1`;

/** A position counts from when both its legs are in the market. */
const TRADES = `SELECT position_id, 'opened' AS change, max(first_at_ms) AS at_ms FROM (
      SELECT position.id AS position_id, fill.leg, min(filled_at_ms) AS first_at_ms
      FROM position JOIN fill ON fill.position_id = position.id
      WHERE exchange = $1 AND (side = 'buy') = (fill.leg = 'long') GROUP BY position.id, fill.leg
    ) AS firsts GROUP BY position_id HAVING count(*) = 2
  UNION ALL
  SELECT id AS position_id, state AS change, closed_at_ms AS at_ms
    FROM position WHERE exchange = $1 AND closed_at_ms IS NOT NULL AND state IN ('closed', 'unwound')`;

/**
 * What happened on one exchange's desk, as each part of it is stored once: its orders and positions, the changes of its
 * mode and settings, what people corrected, and the alerts that were sent to them.
 */
export class JournalStore {
  constructor(
    private readonly database: Pick<Database, 'dialect' | 'json'> | Statements,
    private readonly exchange: string,
  ) {}

  async orders(page: JournalPage): Promise<StoredJournalOrder[]> {
    const orders = await this.page(JOURNAL_ORDER, ORDERS, page);
    const ids = JSON.stringify([...new Set(orders.map(({ positionId }) => positionId))]);
    const { dialect } = this.database;
    const fills = await this.database.json(
      FILL.rows,
      `SELECT ${FILL.collect(dialect, 'position_id, number')} FROM fill
       WHERE position_id IN (SELECT CAST(item.value AS INTEGER) FROM ${dialect.each('$1')})`,
      ids,
    );
    return orders.map((order) => journalOrder(order, fills));
  }

  trades(page: JournalPage): Promise<StoredJournalTrade[]> {
    return this.page(JOURNAL_TRADE, TRADES, page);
  }

  modeChanges(page: JournalPage): Promise<(StoredModeChange & { atMs: number })[]> {
    return this.numbered(MODE_CHANGE, 'desk_mode_change', 'changed_at_ms', page, (row) => ({
      ...row,
      atMs: row.changedAtMs,
    }));
  }

  settingChanges(page: JournalPage): Promise<(StoredSettingChange & { atMs: number })[]> {
    return this.numbered(SETTING_CHANGE, 'desk_setting_change', 'changed_at_ms', page, (row) => ({
      ...row,
      atMs: row.changedAtMs,
    }));
  }

  corrections(page: JournalPage): Promise<(StoredCorrection & { atMs: number })[]> {
    return this.numbered(CORRECTION, 'desk_correction', 'booked_at_ms', page, (row) => ({
      ...row,
      atMs: row.bookedAtMs,
    }));
  }

  alerts(page: JournalPage): Promise<StoredAlert[]> {
    return this.numbered(DESK_ALERT, 'desk_alert', 'at_ms', page, (row) => row);
  }

  private async numbered<Row, Entry>(
    shape: RowSchema<Row>,
    table: string,
    atColumn: string,
    page: JournalPage,
    entry: (row: Row) => Entry,
  ): Promise<Entry[]> {
    const rows = await this.read(
      shape,
      'number DESC',
      `SELECT * FROM ${table} WHERE exchange = $1 AND ${atColumn} < CAST($2 AS BIGINT)
       ORDER BY number DESC LIMIT $3`,
      page,
    );
    return rows.map(entry);
  }

  private page<Row>(shape: RowSchema<Row>, entries: string, page: JournalPage): Promise<Row[]> {
    return this.read(
      shape,
      'at_ms DESC, position_id DESC',
      `SELECT * FROM (${entries}) AS every WHERE at_ms < CAST($2 AS BIGINT)
       ORDER BY at_ms DESC, position_id DESC LIMIT $3`,
      page,
    );
  }

  private read<Row>(
    shape: RowSchema<Row>,
    orderBy: string,
    rows: string,
    { beforeMs, limit }: JournalPage,
  ): Promise<Row[]> {
    const parameters: Parameter[] = [this.exchange, beforeMs, limit];
    const select = `SELECT ${shape.collect(this.database.dialect, orderBy)} FROM (${rows}) AS page`;
    return this.database.json(shape.rows, select, ...parameters);
  }
}

const newest = z.array(z.int());

/** Writes down what people are alerted to; any process may. */
export function saveAlert(
  database: Database,
  exchange: string,
  alert: { readonly kind: string; readonly text: string; readonly atMs: number },
): Promise<void> {
  return database.transaction(async (tx) => {
    const number = (await lastNumber(tx, 'desk_alert', exchange)) + 1;
    const { kind, text, atMs } = alert;
    await insertRow(tx, 'desk_alert', { exchange, number, kind, text, atMs });
  });
}

/** Of the entries of one of the desk's numbered tables; 0 before the first. */
export async function lastNumber(
  tx: Statements,
  table: 'desk_alert' | 'desk_setting_change',
  exchange: string,
): Promise<number> {
  const [number = 0] = await tx.json(
    newest,
    `SELECT ${tx.dialect.collect('number', 'number')} FROM (
       SELECT coalesce(max(number), 0) AS number FROM ${table} WHERE exchange = $1
     ) AS newest`,
    exchange,
  );
  return number;
}
