import type { Action } from '../decide/action.js';
import type { PairBooks } from '../observe/book-costs.js';
import type { Book } from '../book/ledger-event.js';
import { decide, type Decision, type Verdict } from '../decide/decide.js';
import type { DecisionSettings } from '../decide/decision-settings.js';
import type { Leg } from '../trade/fill-price.js';
import { pairName, type Observation } from '../observe/observation.js';
import type { LegMarket } from '../book/position-leg.js';

type PairLegs = Readonly<Record<Leg, LegMarket>>;

/** Whose hands decisions are in. */
export interface Doing {
  readonly book: () => Promise<Book>;
  readonly perform: (action: Action) => Promise<void>;
  readonly isHalted: () => boolean;
  /** The order books of a pair that would be opened, as they are now; undefined where they are not published. */
  readonly books?: (legs: PairLegs) => Promise<PairBooks | undefined>;
}

/**
 * Does the first thing that is decided and decides again on what came of it, until nothing is left: so a cycle that
 * was cut off anywhere and run again decides the same. A pair that is to be opened is decided once more with its order
 * books, which are asked for then and of no other. Returns what was decided last of each market.
 */
export async function doDecisions(
  observed: Observation,
  settings: DecisionSettings,
  { book, perform, isHalted, books }: Doing,
): Promise<Decision> {
  let seen = observed;
  const priced = new Set<string>();
  const tried = new Set<string>();
  const meant = new Map<string, Verdict>();
  for (;;) {
    const decision = decide(seen, await book(), settings);
    const action = decision.actions.find((one) => !tried.has(nameOf(one)));
    if (!action || isHalted()) return { ...decision, verdicts: withOver(decision, meant) };
    for (const verdict of decision.verdicts) meant.set(verdict.symbol, verdict);
    const pair = openedBy(action, decision);
    if (books && pair && !priced.has(pairName(pair))) {
      priced.add(pairName(pair));
      seen = withBooks(seen, pairName(pair), await books(pair));
      continue;
    }
    tried.add(nameOf(action));
    await perform(action);
  }
}

/** The pair that an action opens, or closes another one for. */
function openedBy(action: Action, { alternative }: Decision): PairLegs | undefined {
  if (action.kind === 'open') return action.opening.legs;
  const isSwitch = action.kind === 'close' && action.reason.code === 'better-elsewhere';
  const legs = isSwitch ? alternative?.legs : undefined;
  return legs?.long && { long: legs.long, short: legs.short };
}

/** The observation with the order books of one pair; as it was where they are not published. */
export function withBooks(
  seen: Observation,
  symbol: string,
  books: PairBooks | undefined,
): Observation {
  const market = seen.markets.get(symbol);
  if (!market || !books) return seen;
  return { ...seen, markets: new Map([...seen.markets, [symbol, { ...market, books }]]) };
}

/** Of a market that is gone nothing is reported any more once nothing is held in it. */
function withOver({ verdicts }: Decision, meant: ReadonlyMap<string, Verdict>): readonly Verdict[] {
  if (meant.size === 0) return verdicts;
  const judged = new Set(verdicts.map(({ symbol }) => symbol));
  return [...verdicts, ...[...meant.values()].filter(({ symbol }) => !judged.has(symbol))];
}

/** See pairName. */
export function pairOf(action: Action): string {
  return pairName((action.kind === 'open' ? action.opening : action.position).legs);
}

function nameOf(action: Action): string {
  const leg = action.kind === 'settle' || action.kind === 'top-up' ? ` ${action.leg}` : '';
  return `${action.kind} ${pairOf(action)}${leg}`;
}
