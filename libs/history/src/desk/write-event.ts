import { book } from '@fullcarry/domain/desk/book/book';
import type { Book, LedgerEvent } from '@fullcarry/domain/desk/book/ledger-event';
import type { Position } from '@fullcarry/domain/desk/book/position';
import type { PositionLeg } from '@fullcarry/domain/desk/book/position-leg';
import { LEGS } from '@fullcarry/domain/desk/book/position-money';
import type { Statements } from '../database/database.js';
import { bookOfPosition } from './desk-book.js';
import type { DeskStore } from './desk-store.js';
import { snakeCase } from '../database/row-schema.js';

/**
 * Writes what an event makes of a position and of the cash; returns the position after it.
 *
 * Errors: LedgerError when the event can't have happened or does not add up: nothing is written then.
 */
export async function writeEvent(
  tx: Statements,
  reads: DeskStore,
  exchange: string,
  positionId: number,
  event: LedgerEvent,
): Promise<Position | undefined> {
  const before = await bookOfPosition(reads, positionId);
  const after = book(before, event);
  const position = after.positions.get(positionId);
  const was = before.positions.get(positionId);
  await update(tx, 'position', { id: positionId }, changes(POSITION_CHANGES, was, position));
  for (const leg of LEGS) {
    const key = { positionId, leg };
    const changed = changes(LEG_CHANGES, was?.legs[leg], position?.legs[leg]);
    await update(tx, 'position_leg', key, changed);
  }
  await writeCash(tx, exchange, before, after);
  return position;
}

async function writeCash(
  tx: Statements,
  exchange: string,
  before: Book,
  after: Book,
): Promise<void> {
  const own = before.cashUsdt === after.cashUsdt ? [] : [['cashUsdt', after.cashUsdt] as const];
  await update(tx, 'desk', { exchange }, own);
  for (const [venue, cashUsdt] of after.elsewhereUsdt) {
    const isSame = before.elsewhereUsdt.get(venue) === cashUsdt;
    const there = isSame ? [] : [['cashUsdt', cashUsdt] as const];
    const rows = await update(tx, 'desk_account', { exchange, venue }, there);
    if (!isSame && rows === 0) throw new Error(`The desk has no account on ${venue}`);
  }
}

type Change = readonly [string, string | number | undefined];

/** Returns how many rows were changed; none where there is nothing to change. */
async function update(
  tx: Statements,
  table: string,
  key: Readonly<Record<string, string | number>>,
  changed: readonly Change[],
): Promise<number> {
  if (changed.length === 0) return 0;
  const assigned = ([name]: readonly [string, unknown], place: number) =>
    `${snakeCase(name)} = $${place}`;
  const sets = changed.map((one, i) => assigned(one, i + 1));
  const keys = Object.entries(key);
  const where = keys.map((one, i) => assigned(one, changed.length + i + 1));
  return tx.execute(
    `UPDATE ${table} SET ${sets.join(', ')} WHERE ${where.join(' AND ')}`,
    ...changed.map(([, value]) => value ?? null),
    ...keys.map(([, value]) => value),
  );
}

/** The columns that an event changed, with their new values. */
function changes<Name extends string>(
  names: readonly Name[],
  before: Readonly<Record<Name, string | number | undefined>> | undefined,
  after: Readonly<Record<Name, string | number | undefined>> | undefined,
): Change[] {
  return names
    .filter((name) => before?.[name] !== after?.[name])
    .map((name) => [name, after?.[name]]);
}

/** Those that can change; what a position was opened as never does, and what was traded is in its fills. */
const POSITION_CHANGES = [
  'state',
  'closedAtMs',
  'closeReason',
] as const satisfies readonly (keyof Position)[];

const LEG_CHANGES = [
  'collateralUsdt',
  'price',
  'fundingUsdt',
  'settlementsBooked',
  'fundingBookedToMs',
  'watchedToMs',
] as const satisfies readonly (keyof PositionLeg)[];
