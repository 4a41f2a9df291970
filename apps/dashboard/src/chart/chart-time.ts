import type { UTCTimestamp } from 'lightweight-charts';

/** The chart library's time: whole UTC seconds. */
export function chartTime(atMs: number): UTCTimestamp {
  const seconds = Math.floor(atMs / 1000);
  if (!isTimestamp(seconds)) throw new RangeError(`No time: ${atMs}`);
  return seconds;
}

function isTimestamp(seconds: number): seconds is UTCTimestamp {
  return Number.isInteger(seconds);
}
