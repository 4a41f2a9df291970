import { DAY_MS, durationMs, type TimeWindow } from '@fullcarry/domain/time-window';
import { wrongInput } from '../http/http-fault.js';

const USUAL_MS = 365 * DAY_MS;

/**
 * The window that is asked for: up to now unless it says otherwise, of a year or as much as one request may
 * have. Errors: HttpFault 400 when it ends before it begins or is too long.
 */
export function askedWindow(
  asked: { readonly fromMs?: number | undefined; readonly toMs?: number | undefined },
  nowMs: number,
  longest: { readonly ms: number; readonly refusal: string },
): TimeWindow {
  const toMs = asked.toMs ?? nowMs;
  const fromMs = asked.fromMs ?? Math.max(0, toMs - Math.min(USUAL_MS, longest.ms));
  const window = { fromMs, toMs };
  if (fromMs >= toMs) {
    const field = asked.toMs === undefined ? 'fromMs' : 'toMs';
    throw wrongInput(field, 'the window must end after it begins');
  }
  if (durationMs(window) > longest.ms) {
    throw wrongInput('fromMs', `${longest.refusal}; ask for a shorter window, one after the other`);
  }
  return window;
}
