import type { ActionLabel } from '@fullcarry/domain/desk/explain/action-label';
import type { Tone } from '../../ui/badge.js';

interface LabelText {
  readonly text: string;
  /** A sign beside it, so that colour is never the only one. */
  readonly sign: string;
  readonly tone: Tone;
}

/** What somebody is shown in one word; the rule behind it comes from the desk. */
export const LABELS: Readonly<Record<ActionLabel, LabelText>> = {
  open: { text: 'Open it', sign: '✓', tone: 'good' },
  hold: { text: 'Keep it', sign: '●', tone: 'info' },
  close: { text: 'Close it', sign: '✕', tone: 'warn' },
  'no-room': { text: 'Worth it, but not now', sign: '–', tone: 'violet' },
  'not-known': { text: 'Nobody can say now', sign: '?', tone: 'warn' },
  leave: { text: 'Leave it', sign: '✕', tone: 'plain' },
};
