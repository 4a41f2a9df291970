import type { Answer, CandleRow } from '../api/answer.js';
import { answerFault, type Call, type Fault } from './fault.js';

/** The right rows with a value in them that can't be. */
export const VALUE_FAULTS: readonly Fault[] = [
  rateFault('rate-empty', '', 'A rate that was not computed yet when the row was written.'),
  rateFault('rate-not-a-number', 'abc', 'A row decoded with the wrong schema.'),
  answerFault('price-nan', 'A division by zero behind the API: a close of NaN.', (call) =>
    changeOneCandle(call, (row) => ({ ...row, close: 'NaN' })),
  ),
  answerFault(
    'ohlc-violated',
    'Two columns swapped in an export: the low is above the high.',
    (call) =>
      changeOneCandle(call, (row) =>
        row.high === row.low ? undefined : { ...row, high: row.low, low: row.high },
      ),
  ),
];

function rateFault(kind: string, rate: string, imitates: string): Fault {
  return answerFault(kind, imitates, ({ answer, random }) => {
    if (answer.kind !== 'settlements' || answer.rows.length === 0) return undefined;
    const struck = Math.floor(random() * answer.rows.length);
    return {
      ...answer,
      rows: answer.rows.map((row, i) => (i === struck ? { ...row, rate } : row)),
    };
  });
}

function changeOneCandle(
  { answer, random }: Call,
  change: (row: CandleRow) => CandleRow | undefined,
): Answer | undefined {
  if (answer.kind !== 'candles') return undefined;
  const struck = Math.floor(random() * answer.rows.length);
  const row = answer.rows[struck];
  const changed = row && change(row);
  return changed && { ...answer, rows: answer.rows.map((one) => (one === row ? changed : one)) };
}
