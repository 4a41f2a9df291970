import { useSyncExternalStore } from 'react';
import { LiveFeed, type Connection, type LiveFacts } from './live-feed.js';

/** The page's one connection. */
export const feed = new LiveFeed();

/** The newest fact of a kind; undefined until the gateway told it. The component follows it. */
export function useLive<Event extends keyof LiveFacts>(event: Event): LiveFacts[Event] {
  return useSyncExternalStore(feed.subscribe, () => feed.facts[event]);
}

export function useConnection(): Connection {
  return useSyncExternalStore(feed.subscribe, () => feed.connection);
}
