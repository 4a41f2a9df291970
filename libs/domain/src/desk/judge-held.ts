import type { Action } from './action.js';
import type { Book, BookPosition } from './book.js';
import type { DecisionSettings } from './decision-settings.js';
import { exitReason, marginReason, type ExitReason } from './exit-reason.js';
import type { MarketOutlook } from './market-outlook.js';
import { legsLeft } from './next-leg.js';
import type { Observation, SeenMarket } from './observation.js';
import { exact, plain } from './exact.js';
import { topUp } from './margin/top-up.js';
import { perpNotional, perpUnrealised } from './position-money.js';
import { bothPriced, type BothPrices } from './pair-prices.js';
import { MINUTE_MS } from '../time-window.js';
import { percent, type Reason } from './verdict.js';

/** An opening that is older than this when it is found half done is taken back: its prices are gone. */
const LONGEST_OPENING_MS = 5 * MINUTE_MS;

const STOPPED: ExitReason = { code: 'emergency-stop', text: 'Emergency stop', isPressing: true };

/** What is meant for a position. */
export interface Held {
  readonly meant: 'hold' | 'close';
  readonly reason: Reason;
  readonly action: Action | undefined;
}

/** Judges a position by what is seen of its market. */
export function judgeHeld(
  seen: Observation,
  book: Book,
  position: BookPosition,
  market: SeenMarket,
  outlook: MarketOutlook,
  settings: DecisionSettings,
): Held {
  if (position.state !== 'open') return kept(halfDone(position));
  if (book.mode === 'emergency-stopped') return closing(position, STOPPED, undefined);
  if (seen.stale) return kept(seen.stale);
  const marked = { ...position, perpMarkPrice: market.markPrice };
  const exit = exitReason(position, market, outlook, settings, seen.nowMs);
  const lowMargin = marginReason(marked, settings, seen.venue);
  const saved = lowMargin && !exit && toppedUp(book, marked, lowMargin, settings);
  if (saved) return saved;
  const reason = lowMargin ?? exit;
  if (!reason) {
    const text = `Holding on is worth ${percent(outlook.holdingYield)} a year; no reason to close`;
    return kept({ code: 'held', text });
  }
  // No closing begins whose second leg can't be priced: it would leave the other one alone.
  if (!bothPriced(market.prices)) {
    const text = `${reason.text}, but the exchange says no price of one of the legs now: both are kept`;
    return kept({ code: 'no-price', text });
  }
  return closing(position, reason, market.prices);
}

/** Cash is added to a margin that is low before a good position is sold for it. */
function toppedUp(
  book: Book,
  position: BookPosition,
  reason: ExitReason,
  settings: DecisionSettings,
): Held | undefined {
  const leftUsdt = plain(exact(position.collateralUsdt).plus(perpUnrealised(position)));
  const margin = { notionalUsdt: plain(perpNotional(position)), leftUsdt };
  const amountUsdt = topUp(margin, book.cashUsdt, settings);
  if (amountUsdt === undefined) return undefined;
  const text = `${reason.text}: ${amountUsdt} USDT are added to it`;
  const why = { code: 'topped-up', text };
  return {
    meant: 'hold',
    reason: why,
    action: { kind: 'top-up', position, amountUsdt, reason: why },
  };
}

/** A market of which nothing is said now: what is held is kept, unless a person wants it closed. */
export function judgeUnseen(book: Book, position: BookPosition): Held {
  if (position.state !== 'open') return kept(halfDone(position));
  if (book.mode === 'emergency-stopped') return closing(position, STOPPED, undefined);
  const text = 'The exchange says nothing of this market now; what is held is kept';
  return kept({ code: 'not-seen', text });
}

function kept(reason: Reason): Held {
  return { meant: 'hold', reason, action: undefined };
}

function closing(
  position: BookPosition,
  reason: ExitReason,
  decided: BothPrices | undefined,
): Held {
  return { meant: 'close', reason, action: { kind: 'close', position, reason, decided } };
}

function halfDone(position: BookPosition): Reason {
  const left = legsLeft(position).map(({ purpose, leg, side }) => `${side} ${leg} to ${purpose}`);
  const why = position.closeReason ?? position.openReason;
  return { code: 'half-done', text: `Still to do: ${left.join(', then ')}. ${why}` };
}

/** Goes on with what was found half done: what was being closed, and an opening that is fresh and still allowed. */
export function finishing(
  nowMs: number,
  book: Book,
  position: BookPosition,
): Action & { kind: 'finish' } {
  const isLate = nowMs - position.openedAtMs > LONGEST_OPENING_MS;
  const mayOpen = book.mode === 'running' && !isLate;
  return { kind: 'finish', position, forward: position.state === 'closing' || mayOpen };
}
