import type { HoleStatus } from '@fullcarry/contracts/http/market/candles-route';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { intersectWindows } from '@fullcarry/domain/time-window';
import type { CoveragePiece } from './coverage-pieces.js';

export interface Hole extends TimeWindow {
  readonly status: HoleStatus;
}

interface Known {
  /** What is due of the series. */
  readonly window: TimeWindow;
  /** The whole of it, in pieces. */
  readonly pieces: readonly CoveragePiece[];
}

/**
 * Every stretch of the asked window that has no rows, ascending, each with its reason: also what lies before the
 * look-back, which is before the listing or was not collected. What is not due yet is no hole.
 */
export function holesOf(
  { window: due, pieces }: Known,
  asked: TimeWindow,
  { listedAtMs }: { readonly listedAtMs: number | undefined },
): Hole[] {
  const within = pieces.flatMap(({ status, ...piece }): Hole[] =>
    status === 'present'
      ? []
      : intersectWindows([piece], [asked]).map((one) => ({ ...one, status })),
  );
  const beforeMs = Math.min(due.fromMs, asked.toMs);
  const listedMs = Math.min(Math.max(listedAtMs ?? asked.fromMs, asked.fromMs), beforeMs);
  const before: Hole[] = [
    { fromMs: asked.fromMs, toMs: listedMs, status: 'before-listing' },
    { fromMs: listedMs, toMs: beforeMs, status: 'not-collected' },
  ];
  return [...before.filter(({ fromMs, toMs }) => fromMs < toMs), ...within];
}
