import { DAY_MS, HOUR_MS } from '../clock/durations.js';
import type { Answer, FundingRow, KlineRow } from '../bybit/answer.js';
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
    (call) => {
      const { fromMs } = boundsOf(call);
      return fromMs === undefined
        ? undefined
        : appended(call, rowsAtOrBefore(call, fromMs - FAR_MS));
    },
  ),
  answerFault(
    'wrong-symbol',
    "A cache that mixed up two markets: the rows, and their symbol, are another market's.",
    otherMarket,
  ),
];

interface Bounds {
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
}

function boundsOf({ answer, query }: Call): Bounds {
  const [from, to] =
    answer.kind === 'kline'
      ? [query['start'], query['end']]
      : [query['startTime'], query['endTime']];
  return { fromMs: from ? Number(from) : undefined, toMs: to ? Number(to) : undefined };
}

function rowAfter(call: Call): Answer | undefined {
  const { toMs } = boundsOf(call);
  if (toMs === undefined) return undefined;
  const next = askBetween(call, toMs + 1, toMs + LONGEST_INTERVAL_MS);
  const { answer } = call;
  if (answer.kind === 'kline' && next.kind === 'kline' && next.list.length > 0) {
    return { ...answer, list: [...next.list.slice(-1), ...answer.list] };
  }
  if (answer.kind === 'funding' && next.kind === 'funding' && next.list.length > 0) {
    return { ...answer, list: [...next.list.slice(-1), ...answer.list] };
  }
  return undefined;
}

function rowBefore(call: Call): Answer | undefined {
  const { fromMs } = boundsOf(call);
  return fromMs === undefined ? undefined : appended(call, rowsAtOrBefore(call, fromMs - 1));
}

/** The page with the newest of the other rows behind it, so that newest first still holds. */
function appended({ answer }: Call, other: Answer): Answer | undefined {
  if (answer.kind === 'kline' && other.kind === 'kline') return withRow(answer, other.list[0]);
  if (answer.kind === 'funding' && other.kind === 'funding') return withRow(answer, other.list[0]);
  return undefined;
}

function withRow(answer: Answer, row: KlineRow | FundingRow | undefined): Answer | undefined {
  if (row === undefined) return undefined;
  if (answer.kind === 'kline' && !('symbol' in row)) {
    return { ...answer, list: [...answer.list, row] };
  }
  if (answer.kind === 'funding' && 'symbol' in row) {
    return { ...answer, list: [...answer.list, row] };
  }
  return undefined;
}

function rowsAtOrBefore(call: Call, toMs: number): Answer {
  const none = { start: undefined, startTime: undefined };
  return call.ask({ ...none, end: String(toMs), endTime: String(toMs), limit: '1' });
}

function askBetween(call: Call, fromMs: number, toMs: number): Answer {
  const [from, to] = [String(fromMs), String(toMs)];
  return call.ask({ start: from, end: to, startTime: from, endTime: to, limit: undefined });
}

function otherMarket(call: Call): Answer | undefined {
  if (call.answer.kind !== 'kline' && call.answer.kind !== 'funding') return undefined;
  const others = call.symbols.filter((symbol) => symbol !== call.query['symbol']);
  const symbol = pick(others, call.random);
  if (symbol === undefined) return undefined;
  const other = call.ask({ symbol });
  return 'list' in other && other.list.length > 0 ? other : undefined;
}
