import { plain, sumOf } from '@fullcarry/domain/desk/book/exact';
import { z } from 'zod';
import type { Parameter } from '../database/database.js';
import { deskRows, type DeskDatabase } from './desk-row-reader.js';
import {
  COLLATERAL_MOVE,
  CORRECTION,
  DESK,
  DESK_ACCOUNT,
  DESK_SETTING,
  FILL,
  FUNDING_CORRECTION,
  FUNDING_PAYMENT,
  LEG_ORDER,
  MODE_CHANGE,
  POSITION,
  type StoredCollateralMove,
  type StoredCorrection,
  type StoredDesk,
  type StoredDeskAccount,
  type StoredFill,
  type StoredFundingCorrection,
  type StoredFundingPayment,
  type StoredLegOrder,
  type StoredModeChange,
  type StoredSettings,
} from './desk-rows.js';
import type { RowSchema } from '../database/row-schema.js';
import type { StoredPosition } from './stored-position.js';
import { storedPositions } from './stored-positions.js';

/** The newest first; `before` is the id or number of the last one of the page before. */
export interface PageOf {
  readonly before?: number | undefined;
  readonly limit: number;
}

/** `open`: a leg is in the market or on its way there; `closed`: closed or unwound. */
export type WhichPositions = 'open' | 'closed' | 'all';

const IN_STATES: Readonly<Record<WhichPositions, string>> = {
  open: "state IN ('opening', 'open', 'closing')",
  closed: "state IN ('closed', 'unwound')",
  all: '1 = 1',
};

/** What is stored of one exchange's desk but its cycles. Reads only: DeskLedgerStore and PositionLedgerStore write. */
export class DeskStore {
  constructor(
    private readonly database: DeskDatabase,
    private readonly exchange: string,
  ) {}

  /** Undefined before the desk ran for the first time. */
  async desk(): Promise<StoredDesk | undefined> {
    const [desk] = await this.read(DESK, 'exchange', 'FROM desk WHERE exchange = $1');
    return desk;
  }

  /** Every change of the mode. Ascending. */
  modeChanges(): Promise<StoredModeChange[]> {
    return this.read(MODE_CHANGE, 'number', 'FROM desk_mode_change WHERE exchange = $1');
  }

  /** What people booked. Ascending. */
  corrections(): Promise<StoredCorrection[]> {
    return this.read(CORRECTION, 'number', 'FROM desk_correction WHERE exchange = $1');
  }

  /** What a person chose; undefined while the defaults hold. */
  async settings(): Promise<StoredSettings | undefined> {
    const [settings] = await this.read(
      DESK_SETTING,
      'exchange',
      'FROM desk_setting WHERE exchange = $1',
    );
    return settings;
  }

  /** What it has on other exchanges than its own. */
  accounts(): Promise<StoredDeskAccount[]> {
    return this.read(DESK_ACCOUNT, 'venue', 'FROM desk_account WHERE exchange = $1');
  }

  /** What it began with on all exchanges on which it trades; undefined before it ran for the first time. */
  async startingEquityUsdt(): Promise<string | undefined> {
    const desk = await this.desk();
    return desk && startingEquity(desk, await this.accounts());
  }

  /** Positions with a leg in the market or on its way: opening, open, closing. By id. */
  openPositions(): Promise<StoredPosition[]> {
    return this.positionsWhere('id', `FROM position WHERE exchange = $1 AND ${IN_STATES.open}`);
  }

  /** Every position that ever was. By id. */
  allPositions(): Promise<StoredPosition[]> {
    return this.positionsWhere('id', 'FROM position WHERE exchange = $1');
  }

  /** The newest first. */
  positions({
    before,
    limit,
    which = 'all',
  }: PageOf & { readonly which?: WhichPositions }): Promise<StoredPosition[]> {
    return this.positionsWhere(
      'id DESC',
      `FROM (SELECT * FROM position WHERE exchange = $1 AND id < CAST($2 AS BIGINT) AND ${IN_STATES[which]} ORDER BY id DESC LIMIT $3) AS page`,
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    );
  }

  /** Of the position that was stored last. */
  async newestPositionId(): Promise<number> {
    const page = 'SELECT * FROM position WHERE exchange = $1 ORDER BY id DESC LIMIT 1';
    const [newest] = await this.read(POSITION, 'id', `FROM (${page}) AS page`);
    if (!newest) throw new Error('There is no position');
    return newest.id;
  }

  async countPositions(which: WhichPositions): Promise<number> {
    const { dialect } = this.database;
    const [count = 0] = await this.database.json(
      z.array(z.int()),
      `SELECT ${dialect.collect('many', 'many')} FROM (
         SELECT count(*) AS many FROM position WHERE exchange = $1 AND ${IN_STATES[which]}
       ) AS counted`,
      this.exchange,
    );
    return count;
  }

  async position(id: number): Promise<StoredPosition | undefined> {
    const [position] = await this.positionsWhere(
      'id',
      'FROM position WHERE exchange = $1 AND id = $2',
      id,
    );
    return position;
  }

  /**
   * Positions of which a perpetual was held at settlements that may not be booked yet, and those that were closed
   * after the instant: a settlement may come late or be revised.
   */
  async awaitingFunding(closedAfterMs: number): Promise<StoredPosition[]> {
    const perpetuals = await this.positionsWhere('id', 'FROM position WHERE exchange = $1');
    return perpetuals.filter(({ legs }) =>
      [legs.long, legs.short].some(
        ({ instrument, openedAtMs, closedAtMs, fundingBookedToMs }) =>
          instrument === 'perpetual' &&
          openedAtMs !== undefined &&
          (closedAtMs === undefined ||
            closedAtMs > closedAfterMs ||
            (fundingBookedToMs ?? 0) < closedAtMs),
      ),
    );
  }

  /** In the order in which they were sent. */
  legOrders(positionId: number): Promise<StoredLegOrder[]> {
    return this.ofPosition(LEG_ORDER, 'leg_order', 'sent_at_ms, client_order_id', positionId);
  }

  /** In the order in which they were booked. */
  fills(positionId: number): Promise<StoredFill[]> {
    return this.ofPosition(FILL, 'fill', 'number', positionId);
  }

  /** Ascending. */
  fundingPayments(positionId: number): Promise<StoredFundingPayment[]> {
    return this.ofPosition(FUNDING_PAYMENT, 'funding_payment', 'settled_at_ms, leg', positionId);
  }

  /** What was corrected of them. Ascending. */
  fundingCorrections(positionId: number): Promise<StoredFundingCorrection[]> {
    const order = 'settled_at_ms, leg, number';
    return this.ofPosition(FUNDING_CORRECTION, 'funding_correction', order, positionId);
  }

  /** What was added to a position's collateral. Ascending. */
  collateralMoves(positionId: number): Promise<StoredCollateralMove[]> {
    return this.ofPosition(COLLATERAL_MOVE, 'collateral_move', 'number', positionId);
  }

  /** What all positions that ever were received and paid, for the audit of the ledger. */
  allFundingPayments(): Promise<StoredFundingPayment[]> {
    const order = 'position_id, settled_at_ms, leg';
    return this.ofPosition(FUNDING_PAYMENT, 'funding_payment', order);
  }

  allFundingCorrections(): Promise<StoredFundingCorrection[]> {
    const order = 'position_id, settled_at_ms, leg, number';
    return this.ofPosition(FUNDING_CORRECTION, 'funding_correction', order);
  }

  /** Of one position, or of all that ever were. */
  private ofPosition<Row>(
    shape: RowSchema<Row>,
    table: string,
    orderBy: string,
    positionId?: number,
  ): Promise<Row[]> {
    const own = 'SELECT id FROM position WHERE exchange = $1';
    return positionId === undefined
      ? this.read(shape, orderBy, `FROM ${table} WHERE position_id IN (${own})`)
      : this.read(
          shape,
          orderBy,
          `FROM ${table} WHERE position_id IN (${own} AND id = $2)`,
          positionId,
        );
  }

  private positionsWhere(
    orderBy: string,
    from: string,
    ...parameters: Parameter[]
  ): Promise<StoredPosition[]> {
    const { database, exchange } = this;
    return storedPositions(database, exchange, orderBy, from, ...parameters);
  }

  private read<Row>(
    shape: RowSchema<Row>,
    orderBy: string,
    from: string,
    ...parameters: Parameter[]
  ): Promise<Row[]> {
    return deskRows(this.database, shape, orderBy, from, this.exchange, ...parameters);
  }
}

export function startingEquity(desk: StoredDesk, accounts: readonly StoredDeskAccount[]): string {
  return plain(sumOf([desk, ...accounts].map((one) => one.startingEquityUsdt)));
}
