/** One point of the curve: UTC milliseconds and what was recorded then. */
export interface RecordedPoint {
  readonly atMs: number;
  readonly value: number;
}

/** More points than pixels show nothing more. */
const MOST_STEPS = 2_000;

/** A pause of so many steps as are usual around it is one in which nothing was recorded. */
const QUIET_STEPS = 5;
const LEAST_QUIET_MS = 90_000;
const AROUND = 5;

export interface RecordedGrid {
  readonly stepMs: number;
  /** On the grid, ascending, one a step: of several the last. */
  readonly points: readonly RecordedPoint[];
  /** Stretches in which nothing was recorded, their edges on the grid. */
  readonly quiet: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/** The curve on a grid of equal steps of whole seconds, so that an hour is as wide as any other, recorded or not. */
export function recordedGrid(recorded: readonly RecordedPoint[]): RecordedGrid {
  const [first] = recorded;
  const last = recorded.at(-1);
  if (!first || !last) return { stepMs: 1_000, points: [], quiet: [] };
  const stepMs = Math.max(1_000, Math.ceil((last.atMs - first.atMs) / MOST_STEPS / 1_000) * 1_000);
  const slots = new Map<number, RecordedPoint>();
  for (const { atMs, value } of recorded) {
    const slotMs = Math.floor(atMs / stepMs) * stepMs;
    slots.set(slotMs, { atMs: slotMs, value });
  }
  const points = [...slots.values()].sort((a, b) => a.atMs - b.atMs);
  return { stepMs, points, quiet: quietOf(points) };
}

function quietOf(points: readonly RecordedPoint[]): RecordedGrid['quiet'] {
  const steps = points.slice(1).map((point, index) => ({
    fromMs: points[index]?.atMs ?? point.atMs,
    toMs: point.atMs,
  }));
  return steps.filter(({ fromMs, toMs }, index) => {
    // By the steps around it: the desk may have cycled every eight hours once, and every minute since.
    const around = steps.slice(Math.max(0, index - AROUND), index + AROUND + 1);
    const lengths = around.map((step) => step.toMs - step.fromMs).sort((a, b) => a - b);
    const usualMs = lengths[Math.floor(lengths.length / 2)] ?? 0;
    return toMs - fromMs > Math.max(QUIET_STEPS * usualMs, LEAST_QUIET_MS);
  });
}
