import { DAY_MS } from '../time-window.js';
import type { PriceRow } from './signal-row.js';

const WEEK_MS = 7 * DAY_MS;

type TurnoverRow = Pick<PriceRow, 'closedAtMs' | 'turnoverUsdt'>;

/** The turnover of the candles of the last two weeks, ascending; since when any was known. */
export interface TurnoverTrend {
  readonly rows: readonly TurnoverRow[];
  readonly sinceMs: number;
}

export function turnoverStep(before: TurnoverTrend | undefined, row: PriceRow): TurnoverTrend {
  const { closedAtMs, turnoverUsdt } = row;
  const now: TurnoverRow = { closedAtMs, turnoverUsdt };
  if (!before) return { rows: [now], sinceMs: closedAtMs };
  const { rows, sinceMs } = before;
  const first = rows.findIndex((one) => one.closedAtMs > closedAtMs - 2 * WEEK_MS);
  return { rows: first < 0 ? [now] : [...rows.slice(first), now], sinceMs };
}

/**
 * Turnover of the last seven days ÷ that of the seven days before − 1; positive is growing. Undefined while less than
 * two weeks are known, and where nothing was traded in the first of them.
 */
export function turnoverTrendOf({ rows, sinceMs }: TurnoverTrend): number | undefined {
  const nowMs = rows.at(-1)?.closedAtMs;
  if (nowMs === undefined || sinceMs > nowMs - 2 * WEEK_MS) return undefined;
  let [week, before] = [0, 0];
  for (const { closedAtMs, turnoverUsdt } of rows) {
    if (closedAtMs > nowMs - WEEK_MS) week += turnoverUsdt;
    else before += turnoverUsdt;
  }
  return before > 0 ? week / before - 1 : undefined;
}
