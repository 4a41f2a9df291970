import { useSyncExternalStore } from 'react';

/** `system` follows the machine's preference, also when that changes. */
export type SchemeChoice = 'system' | 'light' | 'dark';

const KEY = 'fullcarry.scheme';
const listeners = new Set<() => void>();
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
let choice: SchemeChoice = kept();

function kept(): SchemeChoice {
  const value = localStorage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** Puts the kept choice on the page; called before the first render, so that nothing flashes. */
export function applyColorScheme(): void {
  if (choice === 'system') delete document.documentElement.dataset['scheme'];
  else document.documentElement.dataset['scheme'] = choice;
}

export function chooseColorScheme(next: SchemeChoice): void {
  choice = next;
  if (next === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, next);
  applyColorScheme();
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
