import type { BookMode } from '../book/ledger-event.js';
import { PermanentError } from '../../errors.js';

/** The mode now. Changes have one order: each one has the number after that of the one before. */
export interface ModeNow {
  readonly mode: BookMode;
  readonly number: number;
}

/**
 * What is asked. A start is asked by who saw the desk as it was after the change `seenNumber`; whoever stops or pauses
 * need not have seen anything.
 */
export type ModeAsked =
  | { readonly kind: 'start'; readonly seenNumber: number }
  | { readonly kind: 'pause'; readonly reason: string }
  | { readonly kind: 'emergency-stop'; readonly reason: string };

/**
 * Returns the mode that is next; undefined where nothing changes: an emergency stop stays one, whatever pauses.
 *
 * Errors: PermanentError when a start was asked before the desk was stopped or paused: what is older never undoes what
 * is newer.
 */
export function modeAfter(
  now: ModeNow,
  asked: ModeAsked,
): { readonly mode: BookMode; readonly reason: string | undefined } | undefined {
  switch (asked.kind) {
    case 'emergency-stop':
      if (now.mode === 'emergency-stopped') return undefined;
      return { mode: 'emergency-stopped', reason: asked.reason };
    case 'pause':
      return now.mode === 'running' ? { mode: 'paused', reason: asked.reason } : undefined;
    case 'start':
      if (now.mode === 'running') return undefined;
      if (asked.seenNumber !== now.number) {
        throw new PermanentError('The desk was stopped after this start was asked: ask again');
      }
      return { mode: 'running', reason: undefined };
  }
}
