import type { Verdict } from '../decide/decide.js';
import type { Reason } from '../decide/verdict.js';

/**
 * What somebody who looks at a market is shown in one word. `no-room`: worth it by itself, but the desk lacks room or may not
 * open; `not-known`: something that the rules ask for is not known or not proven; `leave`: a rule speaks against it.
 */
export const ACTION_LABELS = ['open', 'hold', 'close', 'no-room', 'not-known', 'leave'] as const;
export type ActionLabel = (typeof ACTION_LABELS)[number];

/** Of refusals that say what is not known, and nothing against the market. */
const NOT_KNOWN: ReadonlySet<string> = new Set([
  ...['stale-rates', 'no-price', 'no-rules', 'no-signals', 'history-short'],
  ...['not-proven', 'not-tracked', 'data-degraded', 'not-seen'],
]);

/** Refusals by what its two markets take, which are found only once all else is in order. */
const OF_ITS_BOOKS: ReadonlySet<string> = new Set(['thin-book', 'too-small']);

export interface LabelledAction {
  readonly label: ActionLabel;
  /** Why it is called so, in a sentence without its full stop. */
  readonly rule: string;
}

/**
 * Returns the label of what the desk means to do with a market, and the rule by which it is called so.
 *
 * `refusals`: every rule of the market itself that refuses an opening, the first one first.
 */
export function actionLabel(
  { meant, reason }: Pick<Verdict, 'meant' | 'reason'>,
  refusals: readonly Reason[],
): LabelledAction {
  if (meant === 'open') {
    const rule =
      'It meets every rule of an opening, and there is room for it: the next cycle of the desk opens it';
    return { label: 'open', rule };
  }
  if (meant === 'hold') {
    return { label: 'hold', rule: 'It is held, and no rule of a closing is met' };
  }
  if (meant === 'close') {
    return { label: 'close', rule: 'It is held, and a rule of a closing is met' };
  }
  if (NOT_KNOWN.has(reason.code)) {
    const rule =
      'Something that the rules ask for is not known or not proven now: what is unknown is never taken for good';
    return { label: 'not-known', rule };
  }
  if (refusals.length === 0 && !OF_ITS_BOOKS.has(reason.code)) {
    const rule =
      'It meets every rule of the market itself; what lacks is room, or the desk may open nothing now';
    return { label: 'no-room', rule };
  }
  return { label: 'leave', rule: 'At least one rule of an opening speaks against it' };
}
