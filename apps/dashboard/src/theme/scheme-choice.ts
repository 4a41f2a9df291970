/** `system` follows the machine's preference, also when that changes. */
export type SchemeChoice = 'system' | 'light' | 'dark';

const KEY = 'fullcarry.scheme';

/** What was chosen in this browser before. */
export function keptSchemeChoice(): SchemeChoice {
  const value = localStorage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : 'system';
}

export function keepSchemeChoice(choice: SchemeChoice): void {
  if (choice === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
}

/** Puts a choice on the page; called before the first paint with the kept one, so that nothing flashes. */
export function applySchemeChoice(choice = keptSchemeChoice()): void {
  if (choice === 'system') delete document.documentElement.dataset['scheme'];
  else document.documentElement.dataset['scheme'] = choice;
}
