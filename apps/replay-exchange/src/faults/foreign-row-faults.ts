import { DAY_MS, HOUR_MS } from '../clock/durations.js';
import type { Answer, HistoryRows } from '../api/answer.js';
import { answerFault, type Call, type Fault } from './fault.js';
import { pick } from './seeded-random.js';

const FAR_MS = 30 * DAY_MS;

/** The longest funding interval: a settlement lies within it, wherever one looks. */
const LONGEST_INTERVAL_MS = 8 * HOUR_MS;

/** True rows that belong elsewhere: to a neighbouring page, to another time, to another market. */
export const FOREIGN_ROW_FAULTS: readonly Fault[] = [
  answerFault(
    'overlapping-row',
    'A bound taken as included on one server and excluded on the next: one row of the neighbouring page comes along.',
    (call) => rowAfter(call) ?? rowBefore(call),
  ),
  answerFault(
    'row-outside-window',
    'A cache key without the bounds: a row from a month before the asked window is in the page.',
    ({ answer }) => {
      const { fromMs } = boundsOf(answer);
      return fromMs === undefined ? undefined : withNewestUpTo(answer, fromMs - FAR_MS);
    },
  ),
  answerFault(
    'wrong-symbol',
    "A cache that mixed up two markets: the rows, and their symbol, are another market's.",
    otherMarket,
  ),
];

function rowAfter({ answer }: Call): Answer | undefined {
  const { toMs } = boundsOf(answer);
  if (toMs === undefined) return undefined;
  const [from, to] = [toMs + 1, toMs + LONGEST_INTERVAL_MS];
  if (answer.kind === 'candles') return withNewer(answer, answer.elsewhere(from, to)[0]);
  if (answer.kind === 'settlements') return withNewer(answer, answer.elsewhere(from, to)[0]);
  return undefined;
}

function rowBefore({ answer }: Call): Answer | undefined {
  const { fromMs } = boundsOf(answer);
  return fromMs === undefined ? undefined : withNewestUpTo(answer, fromMs - 1);
}

function boundsOf(answer: Answer): { fromMs?: number | undefined; toMs?: number | undefined } {
  return answer.kind === 'candles' || answer.kind === 'settlements' ? answer : {};
}

/** The page with the newest row up to an instant at its older end. */
function withNewestUpTo(answer: Answer, toMs: number): Answer | undefined {
  if (answer.kind === 'candles') return withOlder(answer, answer.elsewhere(0, toMs).at(-1));
  if (answer.kind === 'settlements') return withOlder(answer, answer.elsewhere(0, toMs).at(-1));
  return undefined;
}

/** The order of rows still holds. */
function withNewer<Row, Page extends HistoryRows<Row>>(
  page: Page & HistoryRows<Row>,
  row: Row | undefined,
): Page | undefined {
  if (row === undefined) return undefined;
  return { ...page, rows: page.isNewestFirst ? [row, ...page.rows] : [...page.rows, row] };
}

/** The same at the other end. */
function withOlder<Row, Page extends HistoryRows<Row>>(
  page: Page & HistoryRows<Row>,
  row: Row | undefined,
): Page | undefined {
  if (row === undefined) return undefined;
  return { ...page, rows: page.isNewestFirst ? [...page.rows, row] : [row, ...page.rows] };
}

function otherMarket({ answer, symbols, symbol, random, askAbout }: Call): Answer | undefined {
  const { kind } = answer;
  if (kind !== 'candles' && kind !== 'settlements' && kind !== 'book') return undefined;
  if (answer.isNameless) return undefined;
  const another = pick(
    symbols.filter((one) => one !== symbol),
    random,
  );
  if (another === undefined) return undefined;
  const other = askAbout(another);
  const hasOtherRows = other.kind === 'book' || ('rows' in other && other.rows.length > 0);
  return hasOtherRows ? other : undefined;
}
