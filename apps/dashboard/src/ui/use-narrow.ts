import { useSyncExternalStore } from 'react';

/** As in grid.css: narrower than this a table shows the columns for a phone. */
const narrow = window.matchMedia('(width < 40rem)');

/** Whether the window is as narrow as a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}
