import { AnswerFaults } from './answers/answer-faults.js';
import { drawTimeLine, type WorldOptions } from './draw/draw-time-line.js';
import type { TimeLine } from './time-line/time-line.js';
import { Truth } from './truth/truth.js';
import { VirtualClock } from './virtual-clock.js';
import type { DriverEvent } from './time-line/world-event.js';

/**
 * One exchange and its markets over some weeks: what happens, what is true, and what time it is. Nothing
 * in it waits, and nothing depends on anything but its time-line and what it is asked.
 */
export class World {
  readonly clock: VirtualClock;
  readonly truth: Truth;
  readonly faults: AnswerFaults;

  constructor(readonly timeLine: TimeLine) {
    this.clock = new VirtualClock(timeLine.startMs);
    this.truth = new Truth(timeLine);
    this.faults = new AnswerFaults(timeLine.events);
  }

  static ofSeed(seed: number, options?: WorldOptions): World {
    return new World(drawTimeLine(seed, options));
  }

  /** What the driver has to do itself, ascending by `atMs`. */
  driverEvents(): DriverEvent[] {
    return this.timeLine.events.flatMap((event) => {
      switch (event.kind) {
        case 'kill':
        case 'clock-step':
        case 'rows-deleted':
        case 'rows-altered':
        case 'sync-order':
          return [event];
        default:
          return [];
      }
    });
  }
}
