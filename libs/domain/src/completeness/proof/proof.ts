import {
  ceilTo,
  intersectWindows,
  mergeWindows,
  MINUTE_MS,
  overlap,
  subtractWindows,
  within,
  type TimeWindow,
} from '../../time-window.js';
import { candlesDue } from '../schedule/candle-grid.js';
import type { Lateness } from '../schedule/grace.js';
import type { Gap, GapStatus } from '../judge/gap.js';
import { mayBeBeforeListing } from '../judge/observe-hole.js';

/** Due instants at which no row is stored: `fromMs`, one `stepMs` later, and so on before `toMs`. */
export interface Absent extends TimeWindow {
  readonly stepMs: number;
}

/** What a series' proof is made of, beside its rows. */
export interface ProofInput extends Lateness {
  readonly wanted: TimeWindow;
  /** All that is due in the wanted window and not stored, ascending. */
  readonly absent: readonly Absent[];
  readonly coverage: readonly TimeWindow[];
  readonly gaps: readonly Gap[];
  /** Stretches whose rows somebody else changed: nothing in them, present or absent, is proven. */
  readonly touched: readonly TimeWindow[];
  readonly firstRowAtMs: number | undefined;
  readonly lastRowAtMs: number | undefined;
  /** The exchange's time; what became due less than `graceMs` before may still be on its way. */
  readonly nowMs: number;
}

/** Rows that are due, or were not, and are not there. */
export type AbsentCounts = Readonly<Record<Exclude<GapStatus, 'before-history'>, number>>;

export interface Proof {
  /** What can be certified now: without newest rows that are due but may still be on their way. */
  readonly window: TimeWindow;
  readonly counts: AbsentCounts;
  /** What the missing ones are: stretches in which rows are due and no verdict says why they are absent, or that were never asked for. */
  readonly missing: readonly TimeWindow[];
  /** Stretches that are covered although rows are due in them, none is stored, and no verdict says why. */
  readonly unfounded: readonly TimeWindow[];
  /** Gaps that say what is not so (any more), with what is left of each: nothing, or one or more gaps. */
  readonly outdated: readonly OutdatedGap[];
}

export interface OutdatedGap {
  readonly was: Gap;
  readonly left: readonly Gap[];
}

/**
 * Judges a series by its stored rows. The verdict of a gap counts only where a row is still absent and what the
 * verdict rests on still stands; coverage counts as evidence for nothing but that it was asked.
 */
export function proveSeries(input: ProofInput): Proof {
  const window = { fromMs: input.wanted.fromMs, toMs: pendingFromMs(input) ?? input.wanted.toMs };
  const verdicts = input.gaps.filter((gap) => stands(gap, input));
  const counts = { missing: 0, 'confirmed-empty': 0, 'before-listing': 0, 'after-delisting': 0 };
  const unexplained: TimeWindow[] = [];
  for (const absent of input.absent) {
    let rest = intersectWindows([absent], [window]);
    for (const gap of verdicts) {
      const explained = manyIn(absent, intersectWindows(rest, [gap]));
      if (gap.status !== 'before-history') counts[gap.status] += explained;
      rest = subtractWindows(rest, [gap]);
    }
    counts.missing += manyIn(absent, rest);
    unexplained.push(...rest.filter((part) => manyIn(absent, [part]) > 0));
  }
  // What was never asked for with success may hold rows of which nothing stored gives a hint.
  const seen = input.gaps.filter((gap) => gap.observations > 0 || gap.status === 'before-history');
  const neverAsked = [
    ...subtractWindows([window], [...input.coverage, ...seen]),
    ...intersectWindows(input.touched, [window]),
  ].filter((stretch) => !unexplained.some((part) => overlap(part, stretch)));
  counts.missing += neverAsked.length;
  return {
    window,
    counts,
    missing: mergeWindows([...unexplained, ...neverAsked]),
    unfounded: intersectWindows(unexplained, input.coverage).map(toMinutes),
    outdated: input.gaps.flatMap((gap) => outdated(gap, input)),
  };
}

/** When the first row is due that is absent and young enough to be still on its way; undefined where none is. */
export function pendingFromMs({
  absent,
  nowMs,
  graceMs,
  dueAfterMs,
}: Pick<ProofInput, 'absent' | 'nowMs' | keyof Lateness>): number | undefined {
  const youngMs = nowMs - graceMs - dueAfterMs;
  for (const { fromMs, toMs, stepMs } of absent) {
    const firstMs = fromMs > youngMs ? fromMs : fromMs + ceilTo(youngMs - fromMs + 1, stepMs);
    if (firstMs < toMs) return firstMs;
  }
  return undefined;
}

/** Whether what the verdict rests on is still so. */
function stands(gap: Gap, { firstRowAtMs, lastRowAtMs, touched }: ProofInput): boolean {
  if (touched.some((stretch) => overlap(stretch, gap))) return false;
  const isBefore = firstRowAtMs !== undefined && firstRowAtMs < gap.fromMs;
  const isAfter = lastRowAtMs !== undefined && lastRowAtMs >= gap.toMs;
  switch (gap.status) {
    case 'confirmed-empty':
      return isBefore && isAfter;
    case 'before-listing':
      return (
        !isBefore &&
        isAfter &&
        mayBeBeforeListing(gap, gap.lastObservedAtMs - gap.firstObservedAtMs)
      );
    case 'after-delisting':
      return isBefore && !isAfter;
    case 'before-history':
      return true;
    case 'missing':
      return false;
  }
}

/** A window that failed was never observed, so it stays until it is covered. */
function outdated(gap: Gap, input: ProofInput): OutdatedGap[] {
  const { absent, wanted, coverage } = input;
  if (gap.status === 'before-history' || !within(gap, wanted)) return [];
  if (gap.observations === 0 && subtractWindows([gap], coverage).length > 0) return [];
  const parts = absent.flatMap((one) => {
    return intersectWindows([one], [gap]).map((part) => ({ part, rows: manyIn(one, [part]), one }));
  });
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const isDoubted = gap.status !== 'missing' && !stands(gap, input);
  if (rows === 0 && !isDoubted) return [{ was: gap, left: [] }];
  if (isDoubted) {
    // What the verdict rested on is gone: it is judged anew.
    const open = { ...gap, status: 'missing', nextTryAtMs: gap.lastObservedAtMs } as const;
    return [{ was: gap, left: [{ ...open, rowsExpected: Math.max(1, rows) }] }];
  }
  if (rows === gap.rowsExpected) return [];
  // Between two settlements nothing else can be told apart; candles fill their whole time.
  if (parts.some(({ one }) => one.stepMs === 1)) {
    return [{ was: gap, left: [{ ...gap, rowsExpected: rows }] }];
  }
  return [
    { was: gap, left: parts.map((part) => ({ ...gap, ...part.part, rowsExpected: part.rows })) },
  ];
}

/** How many of the due instants lie in the windows. */
function manyIn({ fromMs, stepMs }: Absent, windows: readonly TimeWindow[]): number {
  return windows.reduce(
    (many, window) =>
      many + candlesDue({ fromMs: window.fromMs - fromMs, toMs: window.toMs - fromMs }, stepMs),
    0,
  );
}

/** Coverage is taken back in whole minutes: a settlement is one instant, and is asked for as a window. */
function toMinutes({ fromMs, toMs }: TimeWindow): TimeWindow {
  return { fromMs, toMs: Math.max(toMs, fromMs + MINUTE_MS) };
}

/** The instants as they are absent, each by itself. */
export function absentInstants(instants: readonly number[]): Absent[] {
  return instants.map((atMs) => ({ fromMs: atMs, toMs: atMs + 1, stepMs: 1 }));
}
