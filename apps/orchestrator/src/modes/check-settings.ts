import { askedDeskSettings, type DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { withCurrentNames } from '@fullcarry/contracts/desk/old-desk-settings';
import { PermanentError } from '@fullcarry/domain/errors';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';

/** `renamed`: in sentences, which of them are called otherwise now. */
export interface AcceptedSettings {
  readonly settings: DeskSettings;
  readonly renamed: readonly string[];
}

/** Checks what a person chose. Errors: PermanentError in one line naming each wrong field. */
export function checkSettings(asked: unknown): AcceptedSettings {
  const checked = askedDeskSettings.safeParse(asked);
  if (!checked.success) {
    const problems = checked.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'settings'}: ${message}`,
    );
    throw new PermanentError(problems.join('; '));
  }
  return { settings: checked.data, renamed: withCurrentNames(asked).renamed };
}

/** Which of the stored settings are called otherwise now. */
export async function renamedInStore(reads: DeskStore): Promise<readonly string[]> {
  const stored = await reads.settings();
  return stored ? withCurrentNames(JSON.parse(stored.settings)).renamed : [];
}
