import { z } from 'zod';
import type { SettingTexts } from './setting-problem.js';

/** What was typed and not saved is kept in this tab, also when another page is opened meanwhile. */
const KEY = 'fullcarry.settings-draft';

const stored = z.record(z.string(), z.string());

/** What was changed and not saved, by setting; empty where nothing was. */
export function keptDraft(): SettingTexts {
  const text = sessionStorage.getItem(KEY);
  if (text === null) return {};
  const read = stored.safeParse(parsed(text));
  return read.success ? read.data : {};
}

export function keepDraft(changed: SettingTexts): void {
  if (Object.keys(changed).length === 0) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, JSON.stringify(changed));
}

/** Somebody else's text under this name counts as no draft. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
