import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { DAY_MS } from '../../clock/durations.js';
import type { RecordedCandle, RecordedSettlement } from '../recorded-rows.js';
import type { OwnFile, OwnKind } from './own-files.js';
import {
  CANDLE_ROW,
  MARK_ROW,
  PREMIUM_ROW,
  SETTLEMENT_ROW,
  SPOT_INSTRUMENT_ROW,
  type SpotInstrumentRow,
} from './own-rows.js';

/** What is wrong with one file, as a sentence that begins with its name. */
export class BadFileError extends Error {
  override readonly name = 'BadFileError';
}

/** Hours, of the premium index minutes, ascending: none twice, and no day without one. Errors: BadFileError. */
export function readOwnCandles(file: OwnFile): readonly RecordedCandle[] {
  const rows = readRows(file, candleSchema(file.kind));
  requireOrder(file, rows, (row) => row.openAtMs);
  return file.endsOpen ? rows.slice(0, -1) : rows;
}

/** Settlements, ascending: none twice, and no day without one. Errors: BadFileError. */
export function readOwnSettlements(file: OwnFile): readonly RecordedSettlement[] {
  const rows = readRows(file, SETTLEMENT_ROW);
  requireOrder(file, rows, (row) => row.stampMs);
  return rows;
}

/** Errors: BadFileError. */
export function readSpotInstruments(file: OwnFile): readonly SpotInstrumentRow[] {
  return readRows(file, SPOT_INSTRUMENT_ROW);
}

function candleSchema(kind: OwnKind): z.ZodType<RecordedCandle> {
  if (kind === 'premium-1m') return PREMIUM_ROW;
  return kind === 'mark-1h' ? MARK_ROW : CANDLE_ROW;
}

function readRows<T>(file: OwnFile, schema: z.ZodType<T>): T[] {
  const [header = '', ...lines] = textOf(file).trimEnd().split(/\r?\n/);
  const columns = header.split(',');
  const rows = lines.map((line, i) => {
    const values = line.split(',');
    if (values.length !== columns.length) {
      throw badLine(
        file,
        i,
        `it has ${values.length} values under ${columns.length} columns; write one value for each`,
      );
    }
    const read = schema.safeParse(
      Object.fromEntries(columns.map((column, at) => [column, values[at]])),
    );
    if (!read.success) throw badLine(file, i, problemOf(read.error, columns, values));
    requireSymbol(file, i, columns, values);
    return read.data;
  });
  if (rows.length > 0) return rows;
  throw new BadFileError(`${file.name} holds no row; record some, or remove it`);
}

function textOf(file: OwnFile): string {
  const bytes = readFileSync(file.path);
  try {
    return (file.path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw new BadFileError(`${file.name} can't be unpacked: copy it anew`, { cause: error });
  }
}

function problemOf(error: z.ZodError, columns: readonly string[], values: readonly string[]) {
  const [issue] = error.issues;
  const column = issue?.path[0];
  if (!issue || typeof column !== 'string') return `${issue?.message ?? ''}; mend it`;
  const at = columns.indexOf(column);
  if (at === -1) return `there is no column ${column}; the first line names the columns`;
  return `${column} “${values[at] ?? ''}” is ${issue.message}; mend it`;
}

/** Where rows name their market, it is the file's. */
function requireSymbol(
  file: OwnFile,
  i: number,
  columns: readonly string[],
  values: readonly string[],
): void {
  if (file.kind === 'spot-instruments') return;
  const symbol = values[columns.indexOf('symbol')];
  if (symbol === undefined || symbol === file.symbol) return;
  throw badLine(file, i, `it is about ${symbol}; a file holds one market and is named after it`);
}

function requireOrder<T>(file: OwnFile, rows: readonly T[], timeOf: (row: T) => number): void {
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1];
    if (before === undefined) continue;
    const step = timeOf(row) - timeOf(before);
    if (step <= 0) {
      throw badLine(file, i, 'it is not later than the line before; sort the rows, each time once');
    }
    if (step > DAY_MS) {
      throw badLine(
        file,
        i,
        `more than a day is missing before it; put what follows into ${file.kind}-2/`,
      );
    }
  }
}

/** The header is line 1. */
function badLine(file: OwnFile, i: number, problem: string): BadFileError {
  return new BadFileError(`${file.name}, line ${i + 2}: ${problem}`);
}
