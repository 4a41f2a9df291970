import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import { isMuchUnreadable } from '@fullcarry/domain/much-unreadable';
import { z } from 'zod';
import type { ExchangeLogger } from '../exchange-options.js';

/** How many rows and reasons are remembered as logged already. */
const MOST_REMEMBERED = 1_000;

/** A row of a list that can't be read, and why; `row` is the exchange's own name of what it is about. */
export interface LeftOutRow {
  readonly list: string;
  readonly row: string;
  readonly fault: string;
}

/** Which list is read; `nameOf` is undefined for a row that does not even have its name. */
export interface RowList<Row> {
  readonly list: string;
  readonly nameOf: (row: Row) => string | undefined;
  readonly context: ErrorContext;
}

interface Unreadable extends LeftOutRow {
  readonly error: DataIntegrityError;
}

/**
 * Reads an exchange's lists row by row: one bad row is left out, and the others are as good as without it.
 * An instrument that is not open yet stands in the list for weeks with empty fields, a new one has no price
 * for seconds: neither says anything about its neighbours.
 */
export class RowReader {
  private readonly lists = new Map<string, readonly LeftOutRow[]>();
  private readonly logged = new Set<string>();

  constructor(private readonly logger: ExchangeLogger | undefined) {}

  /** What the last reading of each list left out. */
  leftOut(): readonly LeftOutRow[] {
    return [...this.lists.values()].flat();
  }

  /**
   * What `read` makes of each row, without those that it can't read (it throws a DataIntegrityError) and those
   * that are about something else (it returns undefined). Each left out is counted, and logged once per row
   * and reason.
   *
   * Errors: DataIntegrityError, with the name and fault of the first such row, when more than
   *   `MOST_UNREADABLE` or all of them can't be read.
   */
  read<Row, Read>(
    { list, nameOf, context }: RowList<Row>,
    rows: readonly Row[],
    read: (row: Row) => Read | undefined,
  ): Read[] {
    const unreadable: Unreadable[] = [];
    const good = rows.flatMap((row, at) => {
      try {
        const one = read(row);
        return one === undefined ? [] : [one];
      } catch (error) {
        if (!(error instanceof DataIntegrityError)) throw error;
        const fault = String(error.context['fault'] ?? error.message);
        unreadable.push({ list, row: nameOf(row) ?? `number ${at}`, fault, error });
        return [];
      }
    });
    refuseWhenMany(unreadable, rows.length, context);
    this.leaveOut(
      list,
      unreadable.map(({ row, fault }) => ({ list, row, fault })),
      context,
    );
    return good;
  }

  /** Counts and logs what was left out of a list, in place of what was the last time. */
  leaveOut(list: string, rows: readonly LeftOutRow[], context: ErrorContext): void {
    this.lists.set(list, rows);
    for (const row of rows) this.logOnce({ ...context, ...row, leftOut: rows.length });
  }

  private logOnce(fields: ErrorContext & LeftOutRow): void {
    const key = `${fields.list} ${fields.row} ${fields.fault}`;
    if (this.logged.has(key)) return;
    const [oldest] = this.logged;
    if (this.logged.size >= MOST_REMEMBERED && oldest !== undefined) this.logged.delete(oldest);
    this.logged.add(key);
    this.logger?.warn(fields, "A row of a list can't be read and is left out");
  }
}

function refuseWhenMany(
  unreadable: readonly Unreadable[],
  rows: number,
  context: ErrorContext,
): void {
  const [first] = unreadable;
  if (!first || !isMuchUnreadable(unreadable.length, rows)) return;
  throw new DataIntegrityError(
    "Much of a list can't be read",
    {
      ...context,
      ...first.error.context,
      row: first.row,
      fault: first.fault,
      unreadable: unreadable.length,
      rows,
    },
    { cause: first.error },
  );
}

const FIELDS = z.record(z.string(), z.unknown());

/** The name that stands in a row's field; undefined when none does. */
export function nameIn(row: unknown, field: string): string | undefined {
  const name = FIELDS.safeParse(row).data?.[field];
  return typeof name === 'string' && name !== '' ? name : undefined;
}
