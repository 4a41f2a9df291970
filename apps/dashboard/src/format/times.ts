const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `2026-08-01 12:30 UTC`. */
export function utcText(atMs: number): string {
  return `${isoMinute(atMs)} UTC`;
}

/** `2026-08-01 12:30:05 UTC`. */
export function utcSecondText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `2026-08-01`: a UTC day. */
export function dayText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** `2026-08-01 12:30`, where the unit stands in the heading. */
export function isoMinute(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
}

/** `3 min ago`, `in 2 h 5 min`, `now`: how far from now, in the two largest units. */
export function relativeText(atMs: number, nowMs: number): string {
  const distanceMs = Math.abs(atMs - nowMs);
  if (distanceMs < 2 * SECOND_MS) return 'now';
  const text = durationText(distanceMs);
  return atMs < nowMs ? `${text} ago` : `in ${text}`;
}

/** `350 ms`, `4.2 s`, `1 min 5 s`, `2 h 5 min`, `3 d 4 h`: a length of time in its two largest units. */
export function durationText(lengthMs: number): string {
  if (lengthMs < SECOND_MS) return `${Math.round(lengthMs)} ms`;
  if (lengthMs < 10 * SECOND_MS) return `${(lengthMs / SECOND_MS).toFixed(1)} s`;
  if (lengthMs < MINUTE_MS) return `${Math.round(lengthMs / SECOND_MS)} s`;
  if (lengthMs < HOUR_MS) return inTwo(lengthMs, [MINUTE_MS, 'min'], [SECOND_MS, 's']);
  if (lengthMs < DAY_MS) return inTwo(lengthMs, [HOUR_MS, 'h'], [MINUTE_MS, 'min']);
  return inTwo(lengthMs, [DAY_MS, 'd'], [HOUR_MS, 'h']);
}

type Unit = readonly [ms: number, name: string];

function inTwo(lengthMs: number, [largeMs, large]: Unit, [smallMs, small]: Unit): string {
  const whole = Math.floor(lengthMs / largeMs);
  const rest = Math.floor((lengthMs - whole * largeMs) / smallMs);
  return rest === 0 ? `${whole} ${large}` : `${whole} ${large} ${rest} ${small}`;
}

/** A funding interval: `8 h`, `30 min`. */
export function intervalText(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
