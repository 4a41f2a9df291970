import type { Gap } from './gap.js';
import {
  cutWindow,
  holds,
  mergeWindows,
  overlap,
  subtractWindows,
  type TimeWindow,
} from './time-window.js';

/** What is known of one series, and what is wanted of it. */
export interface SeriesState {
  /** The look-back, cut at the listing, up to the last closed candle or the last settlement due. */
  readonly wanted: TimeWindow;
  readonly coverage: readonly TimeWindow[];
  readonly gaps: readonly Gap[];
}

/** Why a window is asked for: history never stored, the newest rows, or a hole seen before. */
export type Purpose = 'fill' | 'tail' | 'gap' | 'scrub';

export interface PlannedWindow extends TimeWindow {
  readonly purpose: Purpose;
}

/** The windows that are wanted and not proven: look-back − coverage. Never derived from the last row. */
export function unproven(state: SeriesState): TimeWindow[] {
  return subtractWindows([state.wanted], state.coverage);
}

/**
 * Returns the windows to ask for now, newest first, none longer than `pageMs` but the gaps.
 *
 * Holes seen before wait for their next try and are asked for whole, so that an answer shows the rows
 * on both of their sides. `nowMs` is the clock that the gaps were observed with.
 */
export function planWindows(state: SeriesState, pageMs: number, nowMs: number): PlannedWindow[] {
  const open = unproven(state);
  const known = mergeWindows(state.gaps);
  const dueGaps = mergeWindows(state.gaps.filter((gap) => gap.nextTryAtMs <= nowMs));
  const fresh = subtractWindows(open, known).flatMap((window): PlannedWindow[] =>
    cutWindow(window, pageMs).map((piece) => ({ ...piece, purpose: purposeOf(piece, state) })),
  );
  const again = dueGaps
    .filter((gap) => open.some((window) => overlap(window, gap)))
    .map((gap): PlannedWindow => ({ ...gap, purpose: 'gap' }));
  return [...fresh, ...again].sort((a, b) => b.fromMs - a.fromMs);
}

/** A window that ends now and continues what is covered is the tail; everything else is history. */
function purposeOf(piece: TimeWindow, state: SeriesState): Purpose {
  const continues = state.coverage.some((covered) =>
    holds({ fromMs: covered.fromMs, toMs: covered.toMs + 1 }, piece.fromMs),
  );
  return piece.toMs === state.wanted.toMs && continues ? 'tail' : 'fill';
}
