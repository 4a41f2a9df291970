import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { Database, Parameter, Statements } from './database.js';
import {
  COLLATERAL_MOVE,
  CORRECTION,
  CYCLE,
  DESK,
  DESK_SETTING,
  EQUITY_POINT,
  FILL,
  FUNDING_CORRECTION,
  FUNDING_PAYMENT,
  LEG_ORDER,
  MODE_CHANGE,
  POSITION,
  type StoredCollateralMove,
  type StoredCorrection,
  type StoredCycle,
  type StoredDesk,
  type StoredEquityPoint,
  type StoredFill,
  type StoredFundingCorrection,
  type StoredFundingPayment,
  type StoredLegOrder,
  type StoredModeChange,
  type StoredPosition,
  type StoredSettings,
} from './desk-rows.js';
import type { RowShape } from './row-shape.js';

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

/** What is stored of one exchange's desk. Reads only: DeskLedgerStore and PositionLedgerStore write. */
export class DeskStore {
  constructor(
    private readonly database: Pick<Database, 'dialect' | 'json'> | Statements,
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

  /** Positions with a leg in the market or on its way: opening, open, closing. By id. */
  openPositions(): Promise<StoredPosition[]> {
    return this.read(POSITION, 'id', `FROM position WHERE exchange = $1 AND ${IN_STATES.open}`);
  }

  /** Every position that ever was. By id. */
  allPositions(): Promise<StoredPosition[]> {
    return this.read(POSITION, 'id', 'FROM position WHERE exchange = $1');
  }

  /** The newest first. */
  positions({
    before,
    limit,
    which = 'all',
  }: PageOf & { readonly which?: WhichPositions }): Promise<StoredPosition[]> {
    return this.read(
      POSITION,
      'id DESC',
      `FROM (SELECT * FROM position WHERE exchange = $1 AND id < CAST($2 AS BIGINT) AND ${IN_STATES[which]} ORDER BY id DESC LIMIT $3) AS page`,
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    );
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
    const [position] = await this.read(
      POSITION,
      'id',
      'FROM position WHERE exchange = $1 AND id = $2',
      id,
    );
    return position;
  }

  /** In the order in which they were sent. */
  legOrders(positionId: number): Promise<StoredLegOrder[]> {
    return this.read(
      LEG_ORDER,
      'sent_at_ms, client_order_id',
      `FROM leg_order WHERE position_id IN (SELECT id FROM position WHERE exchange = $1 AND id = $2)`,
      positionId,
    );
  }

  /** In the order in which they were filled. */
  fills(positionId: number): Promise<StoredFill[]> {
    return this.read(
      FILL,
      'filled_at_ms, client_order_id DESC',
      `FROM fill WHERE position_id IN (SELECT id FROM position WHERE exchange = $1 AND id = $2)`,
      positionId,
    );
  }

  /** Ascending. */
  fundingPayments(positionId: number): Promise<StoredFundingPayment[]> {
    return this.read(
      FUNDING_PAYMENT,
      'settled_at_ms',
      `FROM funding_payment WHERE position_id IN (SELECT id FROM position WHERE exchange = $1 AND id = $2)`,
      positionId,
    );
  }

  /** What was corrected of them. Ascending. */
  fundingCorrections(positionId: number): Promise<StoredFundingCorrection[]> {
    return this.read(
      FUNDING_CORRECTION,
      'settled_at_ms, number',
      `FROM funding_correction WHERE position_id IN (SELECT id FROM position WHERE exchange = $1 AND id = $2)`,
      positionId,
    );
  }

  /** What was added to a position's collateral. Ascending. */
  collateralMoves(positionId: number): Promise<StoredCollateralMove[]> {
    return this.read(
      COLLATERAL_MOVE,
      'number',
      `FROM collateral_move WHERE position_id IN (SELECT id FROM position WHERE exchange = $1 AND id = $2)`,
      positionId,
    );
  }

  /** Of all positions that ever were, for the audit of the ledger. */
  allFills(): Promise<StoredFill[]> {
    return this.read(
      FILL,
      'position_id, filled_at_ms, client_order_id DESC',
      'FROM fill WHERE position_id IN (SELECT id FROM position WHERE exchange = $1)',
    );
  }

  /** What each position received and paid, of all that ever were. */
  allFundingPayments(): Promise<StoredFundingPayment[]> {
    return this.read(
      FUNDING_PAYMENT,
      'position_id, settled_at_ms',
      'FROM funding_payment WHERE position_id IN (SELECT id FROM position WHERE exchange = $1)',
    );
  }

  /** Of all positions that ever were. */
  allFundingCorrections(): Promise<StoredFundingCorrection[]> {
    return this.read(
      FUNDING_CORRECTION,
      'position_id, settled_at_ms, number',
      'FROM funding_correction WHERE position_id IN (SELECT id FROM position WHERE exchange = $1)',
    );
  }

  /**
   * Positions whose short was held at settlements that may not be booked yet, and those that were closed after the
   * instant: a settlement may come late or be revised.
   */
  awaitingFunding(closedAfterMs: number): Promise<StoredPosition[]> {
    return this.read(
      POSITION,
      'id',
      `FROM position WHERE exchange = $1 AND perp_opened_at_ms IS NOT NULL
         AND (perp_closed_at_ms IS NULL OR perp_closed_at_ms > $2
           OR coalesce(funding_booked_to_ms, 0) < perp_closed_at_ms)`,
      closedAfterMs,
    );
  }

  /** The newest first. */
  cycles({ before, limit }: PageOf): Promise<StoredCycle[]> {
    return this.read(
      CYCLE,
      'number DESC',
      `FROM (SELECT * FROM cycle WHERE exchange = $1 AND number < CAST($2 AS BIGINT) ORDER BY number DESC LIMIT $3) AS page`,
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    );
  }

  /**
   * The points in the window, ascending; at most `most` of them, evenly thinned by their cycles' numbers,
   * the last one always among them.
   */
  equityPoints({ fromMs, toMs }: TimeWindow, most = 2_000): Promise<StoredEquityPoint[]> {
    return this.read(
      EQUITY_POINT,
      'cycle',
      `FROM (
         SELECT *, row_number() OVER (ORDER BY cycle DESC) - 1 AS place, count(*) OVER () AS many
         FROM equity_point WHERE exchange = $1 AND at_ms >= $2 AND at_ms < $3
       ) AS numbered WHERE place % ((many + $4 - 1) / $4) = 0`,
      fromMs,
      toMs,
      most,
    );
  }

  private read<Row>(
    shape: RowShape<Row>,
    orderBy: string,
    from: string,
    ...parameters: Parameter[]
  ): Promise<Row[]> {
    const { dialect } = this.database;
    return this.database.json(
      shape.rows,
      `SELECT ${shape.collect(dialect, orderBy)} ${from}`,
      this.exchange,
      ...parameters,
    );
  }
}
