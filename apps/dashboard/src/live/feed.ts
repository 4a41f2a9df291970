import { useSyncExternalStore } from 'react';
import { FetchClock } from './fetch-clock.js';
import { LiveFeed, type Connection, type LiveFacts } from './live-feed.js';

/** The page's one connection. */
export const feed = new LiveFeed();

/** How fast each exchange's history comes in, measured from what the feed brings. */
export const fetchClock = new FetchClock();

feed.onEvent((event, { dataStatusesV1 }) => {
  if (event !== 'dataStatusesV1') return;
  for (const { exchange, fetchProgress } of dataStatusesV1?.exchanges ?? []) {
    fetchClock.note(exchange, fetchProgress, Date.now());
  }
});

/** The newest fact of a kind; undefined until the gateway published it. The component follows it. */
export function useLive<Event extends keyof LiveFacts>(event: Event): LiveFacts[Event] {
  return useSyncExternalStore(feed.subscribe, () => feed.facts[event]);
}

export function useConnection(): Connection {
  return useSyncExternalStore(feed.subscribe, () => feed.connection);
}
