import { decimalAt } from '../rows/decimal-at.js';

/** A list of rows of decimal texts that was read into numbers. */
export class DecimalRows {
  constructor(readonly rows: readonly (readonly number[])[]) {}
}

/** A row begins with a whole number, its instant. */
const ROW = String.raw`\["\d+"(?:,"-?\d+(?:\.\d+)?")*\]`;
const LIST = new RegExp(String.raw`\[${ROW}(?:,${ROW})*\]`);

/** Stands for the list while the rest is parsed. */
const PLACE = '\u0000decimal rows';

/**
 * Parses JSON text. Its first list of rows such as `["1771459200000","66921.7","-0.25"]` comes as DecimalRows:
 * as 7,000 short texts a page of candles costs several times as much (docs/PERFORMANCE.md).
 *
 * A list that is written in any other way comes as JSON.parse gives it: nothing is judged here.
 *
 * Errors: SyntaxError, as JSON.parse.
 */
export function parseWithDecimalRows(text: string): unknown {
  const found = LIST.exec(text);
  if (!found) return JSON.parse(text);
  const [list] = found;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + list.length);
  const rows = new DecimalRows(numbersOf(list));
  return JSON.parse(`${before}${JSON.stringify(PLACE)}${after}`, (_, value: unknown) =>
    value === PLACE ? rows : value,
  );
}

/** The numbers of a list that is written as LIST says: what each text's `Number` is, without the texts. */
function numbersOf(list: string): number[][] {
  const rows: number[][] = [];
  let at = 1;
  while (at < list.length) {
    const row: number[] = [];
    // From the row's bracket to the one after it, a value and its quotes at a time.
    do {
      const fromAt = at + 2;
      const toAt = list.indexOf('"', fromAt);
      row.push(decimalAt(list, fromAt, toAt));
      at = toAt + 1;
    } while (list[at] === ',');
    rows.push(row);
    at += 2;
  }
  return rows;
}
