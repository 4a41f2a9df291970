import { chooseColorScheme, useSchemeChoice } from '../theme/color-scheme.js';
import type { SchemeChoice } from '../theme/scheme-choice.js';
import { Button } from '../ui/form/button.js';

const NEXT: Record<SchemeChoice, SchemeChoice> = { system: 'dark', dark: 'light', light: 'system' };
const SIGN: Record<SchemeChoice, string> = { system: '◐', dark: '☾', light: '☀' };

export function SchemeToggle() {
  const choice = useSchemeChoice();
  const label = `Colours: ${choice}. Change to ${NEXT[choice]}`;
  return (
    <Button
      variant="quiet"
      aria-label={label}
      title={label}
      onClick={() => chooseColorScheme(NEXT[choice])}
    >
      <span aria-hidden="true">{SIGN[choice]}</span>
    </Button>
  );
}
