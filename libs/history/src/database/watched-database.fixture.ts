import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Database, Reads, Statements } from './database.js';

/** What was asked of a database: every statement, and how many candles and settlements came of which windows. */
export class WatchedDatabase {
  readonly statements: string[] = [];
  readonly rowsRead: { readonly window: TimeWindow; readonly rows: number }[] = [];

  constructor(private readonly within: Database) {}

  /** The statements that name one of the tables of rows. */
  get statementsOnRows(): string[] {
    return this.statements.filter((sql) => /\b(candle|funding_rate)\b/.test(sql));
  }

  /** The same database, watched. */
  get database(): Database {
    const { within } = this;
    return {
      ...this.statementsOf(within),
      transaction: (work) => within.transaction((tx) => work(this.statementsOf(tx))),
      inTurn: (work) => within.inTurn(work),
      snapshot: (work) => within.snapshot((reads) => work(this.readsOf(reads))),
      close: () => within.close(),
    };
  }

  private statementsOf(statements: Statements): Statements {
    return {
      ...this.readsOf(statements),
      execute: (sql, ...parameters) => {
        this.statements.push(sql);
        return statements.execute(sql, ...parameters);
      },
      insertNew: (into, rows) => statements.insertNew(into, rows),
    };
  }

  private readsOf(reads: Reads): Reads {
    return {
      dialect: reads.dialect,
      json: (schema, sql, ...parameters) => {
        this.statements.push(sql);
        return reads.json(schema, sql, ...parameters);
      },
      rows: async (select, ...parameters) => {
        this.statements.push(`FROM ${select.from}`);
        const rows = await reads.rows(select, ...parameters);
        const [, fromMs, toMs] = parameters.map(Number);
        this.rowsRead.push({ window: { fromMs: fromMs!, toMs: toMs! }, rows: rows.length });
        return rows;
      },
    };
  }
}
