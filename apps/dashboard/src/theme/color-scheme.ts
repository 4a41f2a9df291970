import { useSyncExternalStore } from 'react';
import {
  applySchemeChoice,
  keepSchemeChoice,
  keptSchemeChoice,
  type SchemeChoice,
} from './scheme-choice.js';

const listeners = new Set<() => void>();
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
let choice = keptSchemeChoice();

export function chooseColorScheme(next: SchemeChoice): void {
  choice = next;
  keepSchemeChoice(next);
  applySchemeChoice(next);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  prefersDark.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    prefersDark.removeEventListener('change', listener);
  };
}

export function useSchemeChoice(): SchemeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}

/** What is shown now: canvases can't read the style sheet and are drawn again when it changes. */
export function useColorScheme(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, () => {
    if (choice !== 'system') return choice;
    return prefersDark.matches ? 'dark' : 'light';
  });
}
