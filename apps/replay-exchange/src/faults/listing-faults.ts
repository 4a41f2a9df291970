import type { ListedRow } from '../api/answer.js';
import { answerFault, type Fault } from './fault.js';
import { pick, type Random } from './seeded-random.js';

/** The lists of markets contradict themselves or each other. */
export const LISTING_FAULTS: readonly Fault[] = [
  answerFault(
    'cursor-loop',
    'A cursor that leads back to the page it came with: who follows it to the end never ends.',
    ({ answer }) => {
      if (answer.kind !== 'instruments' || answer.rows.length === 0) return undefined;
      return answer.writeLooping && { ...answer, write: answer.writeLooping };
    },
  ),
  answerFault(
    'blank-row',
    'A market that is not open yet, or that nobody has traded: its row stands in the list, its fields are empty.',
    ({ answer, random }) => {
      if (!('rows' in answer) || answer.rows.length < 2) return undefined;
      if (answer.kind === 'instruments') return { ...answer, rows: oneBlank(answer.rows, random) };
      if (answer.kind === 'tickers') return { ...answer, rows: oneBlank(answer.rows, random) };
      return undefined;
    },
  ),
  answerFault(
    'unlisted-ticker',
    'A market that is being prepared: the tickers know it before the instruments do, with a turnover that would rank first.',
    ({ answer, unlistedSymbol }) => {
      if (answer.kind !== 'tickers') return undefined;
      const largest = [...answer.rows].sort((a, b) => b.turnover - a.turnover)[0];
      const unlisted = largest && { ...largest, symbol: unlistedSymbol };
      return unlisted && { ...answer, rows: [...answer.rows, unlisted] };
    },
  ),
];

/** One row as its exchange writes it, with every text in it empty but its name. */
function oneBlank<Row extends ListedRow>(rows: readonly Row[], random: Random): readonly Row[] {
  const struck = pick(rows, random);
  return rows.map((row) =>
    row === struck ? { ...row, write: (name: string) => blank(row.write(name), name) } : row,
  );
}

function blank(value: unknown, name: string): unknown {
  if (typeof value === 'string') return value === name ? value : '';
  if (Array.isArray(value)) return value.map((one: unknown) => blank(one, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, blank(one, name)]));
}
