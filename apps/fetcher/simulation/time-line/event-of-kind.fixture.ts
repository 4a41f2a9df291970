import { drawTimeLine } from '../draw/draw-time-line.js';
import type { EventKind } from './event-kind.js';
import { SimulatedExchange } from '../answers/simulated-exchange.js';
import type { WorldEvent } from './world-event.js';
import { World } from '../world.js';

/** Those events that may be of the kind; some are of one of several. */
type Of<Kind extends EventKind, Event = WorldEvent> = Event extends { readonly kind: infer Its }
  ? Kind extends Its
    ? Event
    : never
  : never;

/** One event alone in its world, and a client of that. */
export interface Happening<Kind extends EventKind> {
  readonly world: World;
  readonly exchange: SimulatedExchange;
  readonly event: Of<Kind>;
  readonly at: (atMs: number) => SimulatedExchange;
}

/**
 * The first event of a kind that is as wanted, in the world of hourly candles that `seeds` has it in; of its events only that
 * one and those of `beside` happen.
 */
export function happening<Kind extends EventKind>(
  kind: Kind,
  wanted: (event: Of<Kind>, world: World) => boolean = () => true,
  beside: readonly EventKind[] = [],
): Happening<Kind> {
  for (let seed = 1; seed <= 500; seed += 1) {
    const drawn = drawTimeLine(seed, { kinds: [kind, ...beside], timeframe: '1h' });
    for (const event of drawn.events) {
      if (event.kind !== kind) continue;
      const found = event as Of<Kind>;
      const events = drawn.events.filter((one) => one === event || beside.includes(one.kind));
      const world = new World({ ...drawn, events });
      if (!wanted(found, world)) continue;
      const exchange = new SimulatedExchange(world);
      const at = (atMs: number) => {
        world.clock.advanceTo(atMs);
        return exchange;
      };
      return { world, exchange, event: found, at };
    }
  }
  throw new Error(`No seed has such a ${kind}`);
}
