import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { DAY_MS } from './durations.js';

/** Each recording ends at least this long after the anchor. */
const LASTS_MS = 7 * DAY_MS;

const kept = z.object({ anchorMs: z.int() });

/**
 * Returns the anchor that the file keeps, so that a restart serves the same history; a new one, which it
 * writes there, when there is none or its recordings are used up.
 */
export function keptAnchor(path: string, nowMs: number): number {
  if (existsSync(path)) {
    const { anchorMs } = kept.parse(JSON.parse(readFileSync(path, 'utf8')));
    if (nowMs < anchorMs + LASTS_MS) return anchorMs;
  }
  writeFileSync(path, JSON.stringify({ anchorMs: nowMs }));
  return nowMs;
}
