import type { Action } from '@fullcarry/domain/desk/action';
import type { Book } from '@fullcarry/domain/desk/ledger-event';
import { decide, type Decision, type Verdict } from '@fullcarry/domain/desk/decide';
import type { DecisionSettings } from '@fullcarry/domain/desk/decision-settings';
import { pairName, type Observation } from '@fullcarry/domain/desk/observation';

/** Whose hands decisions are in. */
export interface Doing {
  readonly book: () => Promise<Book>;
  readonly perform: (action: Action) => Promise<void>;
  readonly isHalted: () => boolean;
}

/**
 * Does the first thing that is decided and decides again on what came of it, until nothing is left: so a cycle that
 * was cut off anywhere and run again decides the same. Returns what was decided last of each market.
 */
export async function doDecisions(
  seen: Observation,
  settings: DecisionSettings,
  { book, perform, isHalted }: Doing,
): Promise<Decision> {
  const tried = new Set<string>();
  const meant = new Map<string, Verdict>();
  for (;;) {
    const decision = decide(seen, await book(), settings);
    for (const verdict of decision.verdicts) meant.set(verdict.symbol, verdict);
    const action = decision.actions.find((one) => !tried.has(nameOf(one)));
    if (!action || isHalted()) return { ...decision, verdicts: withOver(decision, meant) };
    tried.add(nameOf(action));
    await perform(action);
  }
}

/** Of a market that is gone nothing is said any more once nothing is held in it. */
function withOver({ verdicts }: Decision, meant: ReadonlyMap<string, Verdict>): readonly Verdict[] {
  const said = new Set(verdicts.map(({ symbol }) => symbol));
  return [...verdicts, ...[...meant.values()].filter(({ symbol }) => !said.has(symbol))];
}

/** See pairName. */
export function pairOf(action: Action): string {
  return pairName((action.kind === 'open' ? action.opening : action.position).legs);
}

function nameOf(action: Action): string {
  const leg = action.kind === 'settle' || action.kind === 'top-up' ? ` ${action.leg}` : '';
  return `${action.kind} ${pairOf(action)}${leg}`;
}
