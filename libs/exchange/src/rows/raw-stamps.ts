import { ceilTo, floorTo, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';

/**
 * The raw stamps, both included, of the settlements whose minute lies in the window.
 *
 * Stamps jitter around their minute, and a window is cut at minutes. So the question covers every raw
 * stamp that snaps to a minute in the window, half a minute to each side. Windows that touch then ask for
 * raw stretches that touch: each stamp belongs to exactly one of them, none is asked for twice or never.
 *
 * Errors: RangeError when no whole minute lies in the window.
 */
export function rawStamps(window: TimeWindow): { firstMs: number; lastMs: number } {
  const firstMs = ceilTo(window.fromMs, MINUTE_MS);
  const lastMs = floorTo(window.toMs - 1, MINUTE_MS);
  if (!(firstMs <= lastMs)) {
    throw new RangeError(`No minute begins in the window from ${window.fromMs} to ${window.toMs}`);
  }
  return { firstMs: Math.max(0, firstMs - MINUTE_MS / 2), lastMs: lastMs + MINUTE_MS / 2 - 1 };
}
