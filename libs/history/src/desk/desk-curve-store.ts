import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { Parameter } from '../database/database.js';
import { deskRows, type DeskDatabase } from './desk-row-reader.js';
import { CYCLE, EQUITY_POINT, type StoredCycle, type StoredEquityPoint } from './desk-rows.js';
import type { PageOf } from './desk-store.js';
import type { RowSchema } from '../database/row-schema.js';

/** The cycles of one exchange's desk, and the curve of its equity. Reads only: DeskLedgerStore writes. */
export class DeskCurveStore {
  constructor(
    private readonly database: DeskDatabase,
    private readonly exchange: string,
  ) {}

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

  /** The last point of each UTC day, ascending; of the newest `most` days. */
  lastPointsOfDays(most: number): Promise<StoredEquityPoint[]> {
    return this.read(
      EQUITY_POINT,
      'cycle',
      `FROM (
         SELECT * FROM (
           SELECT *, row_number() OVER (PARTITION BY at_ms / 86400000 ORDER BY cycle DESC) AS place
           FROM equity_point WHERE exchange = $1
         ) AS of_days WHERE place = 1 ORDER BY cycle DESC LIMIT $2
       ) AS newest`,
      most,
    );
  }

  /** From when on there are points; undefined before the first. */
  async firstPointAtMs(): Promise<number | undefined> {
    const { dialect } = this.database;
    const [first] = await this.database.json(
      z.array(z.int()),
      `SELECT ${dialect.collect('at_ms', 'at_ms')} FROM (
         SELECT at_ms FROM equity_point WHERE exchange = $1 ORDER BY cycle LIMIT 1
       ) AS first`,
      this.exchange,
    );
    return first;
  }

  /** The deepest fall of equity from a peak before it, the start among them; fraction of the peak, ≥ 0. */
  async maxDrawdown(startingEquityUsdt: string): Promise<number> {
    const { dialect } = this.database;
    const [deepest = 0] = await this.database.json(
      z.array(z.number()),
      `SELECT ${dialect.collect('fall', 'fall')} FROM (
         SELECT max((peak - equity) / peak) AS fall FROM (
           SELECT equity, CASE WHEN highest < $2 THEN $2 ELSE highest END AS peak FROM (
             SELECT equity, max(equity) OVER (ORDER BY cycle ROWS UNBOUNDED PRECEDING) AS highest FROM (
               SELECT cycle, CAST(equity_usdt AS DOUBLE PRECISION) AS equity
               FROM equity_point WHERE exchange = $1
             ) AS points
           ) AS peaks
         ) AS falls HAVING count(*) > 0
       ) AS deepest`,
      this.exchange,
      Number(startingEquityUsdt),
    );
    return Math.max(0, deepest);
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
