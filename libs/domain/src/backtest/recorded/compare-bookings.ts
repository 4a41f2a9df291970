import type { LedgerPoint } from '../../desk/book/statistics.js';
import { differingDigits } from './differing-digits.js';

/** One fill as it was booked. `position`: the how manyeth of the desk, from 0 on. */
export interface BookedFill {
  readonly position: number;
  readonly leg: string;
  readonly side: string;
  readonly quantity: string;
  readonly price: string;
  readonly feeUsdt: string;
  readonly filledAtMs: number;
  readonly how: string;
}

/** One settlement as it was booked. */
export interface BookedSettlement {
  readonly position: number;
  readonly leg: string;
  readonly settledAtMs: number;
  readonly rate: string;
  readonly contracts: string;
  readonly markPrice: string;
  readonly amountUsdt: string;
}

/** What a cycle made of one market: its yields, fractions a year, and the share of settlements that were paid. */
export interface CycleView {
  readonly atMs: number;
  readonly symbol: string;
  readonly netYield: number | null;
  readonly grossYield: number | null;
  readonly holdingYield: number | null;
  readonly paidShare: number | null;
}

/** All that a desk booked, and what it judged by. `points`: its ledger after each cycle. */
export interface Bookings {
  readonly fills: readonly BookedFill[];
  readonly settlements: readonly BookedSettlement[];
  readonly points: readonly LedgerPoint[];
  readonly views: readonly CycleView[];
}

/** A value that the two did not book alike; undefined where one of them did not book it at all. */
export interface BookingDifference {
  /** Such as `fill 3 short 0 price`. */
  readonly what: string;
  readonly desk: string | undefined;
  readonly backtest: string | undefined;
  readonly digits: number;
}

export interface ComparedBookings {
  readonly fills: number;
  readonly settlements: number;
  readonly points: number;
  readonly views: number;
  /** How many values were compared. */
  readonly values: number;
  readonly differences: readonly BookingDifference[];
  /** Of all differences together. */
  readonly differingDigits: number;
}

/** Compares every value that a desk booked with what a backtest booked of the same; the larger count of each is reported. */
export function compareBookings(desk: Bookings, backtest: Bookings): ComparedBookings {
  const [one, other] = [valuesOf(desk), valuesOf(backtest)];
  const differences: BookingDifference[] = [];
  const names = new Set([...one.keys(), ...other.keys()]);
  for (const what of names) {
    const [left, right] = [one.get(what), other.get(what)];
    const digits = differingDigits(left, right);
    if (digits > 0) differences.push({ what, desk: left, backtest: right, digits });
  }
  const most = (name: keyof Bookings) => Math.max(desk[name].length, backtest[name].length);
  return {
    fills: most('fills'),
    settlements: most('settlements'),
    points: most('points'),
    views: most('views'),
    values: names.size,
    differences,
    differingDigits: differences.reduce((total, { digits }) => total + digits, 0),
  };
}

/** Fills of one leg by their order: which of two legs that were traded together was booked first says nothing. */
function valuesOf({ fills, settlements, points, views }: Bookings): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const add = (name: string, fields: Readonly<Record<string, string | number | null>>) => {
    for (const [field, value] of Object.entries(fields)) {
      values.set(`${name} ${field}`, String(value));
    }
  };
  const many = new Map<string, number>();
  for (const { position, leg, ...fields } of fills) {
    const name = `fill ${position} ${leg}`;
    const number = many.get(name) ?? 0;
    many.set(name, number + 1);
    add(`${name} ${number}`, fields);
  }
  for (const { position, leg, settledAtMs, ...fields } of settlements) {
    add(`settlement ${position} ${leg} ${settledAtMs}`, fields);
  }
  for (const { atMs, ...fields } of points) add(`ledger ${atMs}`, fields);
  for (const { atMs, symbol, ...fields } of views) add(`view ${atMs} ${symbol}`, fields);
  return values;
}
