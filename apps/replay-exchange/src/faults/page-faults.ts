import type { Answer } from '../api/answer.js';
import { answerFault, type Call, type Fault } from './fault.js';
import { pick, type Random } from './seeded-random.js';

/** A page of candles or settlements whose rows are true, and are not the rows that were asked for. */
export const PAGE_FAULTS: readonly Fault[] = [
  answerFault(
    'empty-list',
    'A replica that has not loaded this range yet: success, and no rows, where there are some.',
    ({ answer }) =>
      'rows' in answer && answer.rows.length > 0 ? { ...answer, rows: [] } : undefined,
  ),
  answerFault(
    'short-page',
    'A backend query that hit its own limit: the second half of the page is not there.',
    (call) => withRows(call, 2, (rows) => rows.slice(0, Math.ceil(rows.length / 2))),
  ),
  answerFault(
    'duplicate-row',
    'A page stitched from two shards that both hold the row at the seam.',
    (call) => withRows(call, 1, (rows) => twice(rows, call.random)),
  ),
  answerFault(
    'shuffled-rows',
    'A page stitched from shards without sorting: the order of rows no longer holds.',
    (call) => withRows(call, 2, (rows) => shuffled(rows, call.random)),
  ),
  answerFault(
    'missing-hour',
    'A replica that lost one candle in the middle of the page.',
    (call) => (call.answer.kind === 'candles' ? withoutMiddleRow(call) : undefined),
  ),
  answerFault(
    'missing-settlement',
    'A replica that lost one settlement in the middle of the page.',
    (call) => (call.answer.kind === 'settlements' ? withoutMiddleRow(call) : undefined),
  ),
];

/** Changes the rows of a page of candles or settlements that holds at least `least` of them. */
function withRows(
  { answer }: Call,
  least: number,
  change: <T>(rows: readonly T[]) => readonly T[],
): Answer | undefined {
  if (answer.kind === 'candles' && answer.rows.length >= least) {
    return { ...answer, rows: change(answer.rows) };
  }
  if (answer.kind === 'settlements' && answer.rows.length >= least) {
    return { ...answer, rows: change(answer.rows) };
  }
  return undefined;
}

function withoutMiddleRow(call: Call): Answer | undefined {
  return withRows(call, 3, (rows) => {
    const gone = 1 + Math.floor(call.random() * (rows.length - 2));
    return rows.filter((_, i) => i !== gone);
  });
}

function twice<T>(rows: readonly T[], random: Random): readonly T[] {
  const again = pick(rows, random);
  return rows.flatMap((row) => (row === again ? [row, row] : [row]));
}

function shuffled<T>(rows: readonly T[], random: Random): readonly T[] {
  const pile = [...rows];
  const mixed: T[] = [];
  while (pile.length > 0) mixed.push(...pile.splice(Math.floor(random() * pile.length), 1));
  const isSame = mixed.every((row, i) => row === rows[i]);
  return isSame ? mixed.reverse() : mixed;
}
