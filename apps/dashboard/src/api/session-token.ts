import { useSyncExternalStore } from 'react';

/** The token that commands are sent with; kept until the browser's tab is closed, and sent nowhere else. */
const KEY = 'fullcarry.token';
const listeners = new Set<() => void>();

export function sessionToken(): string | null {
  return sessionStorage.getItem(KEY);
}

export function keepSessionToken(token: string): void {
  if (token === '') sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, token);
  for (const listener of listeners) listener();
}

export function useSessionToken(): string | null {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, sessionToken);
}
