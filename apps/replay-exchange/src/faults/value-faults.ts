import type { Answer, KlineRow } from '../bybit/answer.js';
import { answerFault, type Call, type Fault } from './fault.js';

/** The right rows with a value in them that can't be. */
export const VALUE_FAULTS: readonly Fault[] = [
  rateFault('rate-empty', '', 'A rate that was not computed yet when the row was written.'),
  rateFault('rate-not-a-number', 'abc', 'A row decoded with the wrong schema.'),
  answerFault('price-nan', 'A division by zero behind the API: a close of NaN.', (call) =>
    changeOneCandle(call, ([openAt, open, high, low, , volume, turnover]) => [
      openAt,
      open,
      high,
      low,
      'NaN',
      volume,
      turnover,
    ]),
  ),
  answerFault(
    'ohlc-violated',
    'Two columns swapped in an export: the low is above the high.',
    (call) =>
      changeOneCandle(call, ([openAt, open, high, low, close, volume, turnover]) =>
        high === low ? undefined : [openAt, open, low, high, close, volume, turnover],
      ),
  ),
];

function rateFault(kind: string, fundingRate: string, imitates: string): Fault {
  return answerFault(kind, imitates, ({ answer, random }) => {
    if (answer.kind !== 'funding' || answer.list.length === 0) return undefined;
    const struck = Math.floor(random() * answer.list.length);
    return {
      ...answer,
      list: answer.list.map((row, i) => (i === struck ? { ...row, fundingRate } : row)),
    };
  });
}

function changeOneCandle(
  { answer, random }: Call,
  change: (row: KlineRow) => KlineRow | undefined,
): Answer | undefined {
  if (answer.kind !== 'kline') return undefined;
  const struck = Math.floor(random() * answer.list.length);
  const row = answer.list[struck];
  const changed = row && change(row);
  return changed && { ...answer, list: answer.list.map((one) => (one === row ? changed : one)) };
}
