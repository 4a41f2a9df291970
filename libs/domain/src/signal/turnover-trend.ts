import { DAY_MS, floorTo } from '../time-window.js';
import type { PriceRow } from './signal-row.js';

const WEEK_MS = 7 * DAY_MS;

type TurnoverRow = Pick<PriceRow, 'closedAtMs' | 'turnoverUsdt'>;

/** The rows of one UTC day, ascending, and their sum. */
interface TurnoverDay {
  readonly dayMs: number;
  readonly rows: readonly TurnoverRow[];
  readonly sum: number;
}

/** The turnover of the candles of the last two weeks by the days that they closed in, ascending; since when any was known. */
export interface TurnoverTrend {
  readonly days: readonly TurnoverDay[];
  readonly nowMs: number;
  readonly sinceMs: number;
}

export function turnoverStep(
  before: TurnoverTrend | undefined,
  { closedAtMs, turnoverUsdt }: PriceRow,
): TurnoverTrend {
  const row: TurnoverRow = { closedAtMs, turnoverUsdt };
  const dayMs = floorTo(closedAtMs, DAY_MS);
  const known = before?.days ?? [];
  const last = known.at(-1);
  const isSame = last?.dayMs === dayMs;
  const today: TurnoverDay = isSame
    ? { dayMs, rows: [...last.rows, row], sum: last.sum + turnoverUsdt }
    : { dayMs, rows: [row], sum: turnoverUsdt };
  // A day that began before the first week did is in it in part.
  const first = known.findIndex((one) => one.dayMs > closedAtMs - 2 * WEEK_MS - DAY_MS);
  const kept = first < 0 ? [] : known.slice(first, isSame ? -1 : undefined);
  return { days: [...kept, today], nowMs: closedAtMs, sinceMs: before?.sinceMs ?? closedAtMs };
}

/**
 * Turnover of the last seven days ÷ that of the seven days before − 1; positive is growing. Undefined while less than
 * two weeks are known, and where nothing was traded in the first of them.
 */
export function turnoverTrendOf({ days, nowMs, sinceMs }: TurnoverTrend): number | undefined {
  if (sinceMs > nowMs - 2 * WEEK_MS) return undefined;
  const before = turnoverIn(days, nowMs - 2 * WEEK_MS, nowMs - WEEK_MS);
  return before > 0 ? turnoverIn(days, nowMs - WEEK_MS, nowMs) / before - 1 : undefined;
}

/** Of candles that closed after an instant, up to another one and then. */
function turnoverIn(days: readonly TurnoverDay[], afterMs: number, toMs: number): number {
  let total = 0;
  for (const { dayMs, rows, sum } of days) {
    if (dayMs > afterMs && dayMs + DAY_MS <= toMs) {
      total += sum;
      continue;
    }
    if (dayMs + DAY_MS <= afterMs || dayMs > toMs) continue;
    for (const { closedAtMs, turnoverUsdt } of rows) {
      if (closedAtMs > afterMs && closedAtMs <= toMs) total += turnoverUsdt;
    }
  }
  return total;
}
