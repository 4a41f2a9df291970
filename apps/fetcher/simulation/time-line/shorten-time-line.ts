import type { TimeLine } from './time-line.js';
import type { WorldEvent } from './world-event.js';

/**
 * A time-line with as few of the events as it takes for `fails` to hold still: taken out in halves, then in
 * smaller parts, until no single one can go. `fails` holds for the time-line that is given.
 */
export async function shortenTimeLine(
  timeLine: TimeLine,
  fails: (shorter: TimeLine) => Promise<boolean>,
): Promise<TimeLine> {
  let events: readonly WorldEvent[] = timeLine.events;
  let size = Math.ceil(events.length / 2);
  while (size > 0) {
    const before = events.length;
    for (let at = 0; at < events.length;) {
      const fewer = [...events.slice(0, at), ...events.slice(at + size)];
      if (await fails({ ...timeLine, events: fewer })) events = fewer;
      else at += size;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (events.length === before) size = 0;
  }
  return { ...timeLine, events };
}
