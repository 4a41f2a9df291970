import type { Action } from './action.js';
import { switchGain, type Alternative } from './best-alternative.js';
import type { Book } from '../book/ledger-event.js';
import type { DecisionSettings } from './decision-settings.js';
import { exitReason, marginReason, type ExitReason } from './exit-reason.js';
import type { MarketOutlook } from '../observe/market-outlook.js';
import { workLeft, type WorkLeft } from '../trade/next-leg.js';
import type { Observation, SeenMarket } from '../observe/observation.js';
import { exact, plain } from '../book/exact.js';
import { topUp } from '../margin/top-up.js';
import { cashOn } from '../book/ledger-event.js';
import type { Leg } from '../trade/fill-price.js';
import { legNotional, legUnrealised, type PositionLeg } from '../book/position-leg.js';
import { heldPerpetuals } from '../book/position-money.js';
import type { Position } from '../book/position.js';
import { bothPriced, type BothPrices } from '../observe/pair-prices.js';
import { MINUTE_MS } from '../../time-window.js';
import { percent, percentWithin, type Reason } from './verdict.js';

/** An opening that is older than this when it is found half done is taken back: its prices are gone. */
const LONGEST_OPENING_MS = 5 * MINUTE_MS;

const STOPPED: ExitReason = { code: 'emergency-stop', text: 'Emergency stop', isPressing: true };

/** What is meant for a position. */
export interface Held {
  readonly meant: 'hold' | 'close';
  readonly reason: Reason;
  readonly action: Action | undefined;
}

/** Judges a position by what is seen of its market. `alternative`: what it is to be left for, if it is. */
export function judgeHeld(
  seen: Observation,
  book: Book,
  position: Position,
  market: SeenMarket,
  outlook: MarketOutlook,
  settings: DecisionSettings,
  alternative?: Alternative,
): Held {
  if (position.state !== 'open') return kept(halfDone(position));
  if (book.mode === 'emergency-stopped') return closing(position, STOPPED, undefined);
  if (seen.stale) return kept(seen.stale);
  if (isNewer(position, seen.nowMs)) {
    return kept({ code: 'held', text: 'It was opened after its market was observed' });
  }
  const exit = exitReason(position, market, outlook, settings, seen.nowMs);
  const low = lowMargin(marked(position, market), settings);
  const saved = low && !exit && toppedUp(book, position, low, settings);
  if (saved) return saved;
  const reason = low?.reason ?? exit ?? (alternative && betterElsewhere(outlook, alternative));
  if (!reason) {
    const text = `Holding on is worth ${percentWithin(outlook.holdingYield, outlook.yieldDeviation)} a year; no reason to close`;
    return kept({ code: 'held', text });
  }
  // No closing begins whose second leg can't be priced: it would leave the other one alone.
  if (!bothPriced(market.prices)) {
    const text = `${reason.text}, but the exchange gives no price for one of the legs now: both are kept`;
    return kept({ code: 'no-price', text });
  }
  return closing(position, reason, market.prices);
}

/** All else of the position is in order: it can wait for a better price. */
function betterElsewhere(outlook: MarketOutlook, alternative: Alternative): ExitReason {
  const text = `${alternative.market.symbol} promises ${percent(alternative.netYield)} a year after all four fills, ${percent(switchGain(outlook, alternative))} more than holding on is worth against leaving now`;
  return { code: 'better-elsewhere', text, isPressing: false };
}

/** The prices that were seen are older than the position: they say nothing of how it fares. */
function isNewer({ legs }: Position, nowMs: number): boolean {
  return [legs.long, legs.short].some(({ lastOpenedAtMs }) => (lastOpenedAtMs ?? 0) > nowMs);
}

interface LowMargin {
  readonly name: Leg;
  readonly leg: PositionLeg;
  readonly reason: ExitReason;
}

/** At the mark prices of now. */
function marked({ legs: { long, short } }: Position, { legs }: SeenMarket): Position['legs'] {
  return { long: at(long, legs.long?.markPrice), short: at(short, legs.short.markPrice) };
}

function at(leg: PositionLeg, price: string | undefined): PositionLeg {
  return price === undefined || price === leg.price ? leg : { ...leg, price };
}

function lowMargin(legs: Position['legs'], settings: DecisionSettings): LowMargin | undefined {
  for (const [name, leg] of heldPerpetuals({ legs })) {
    const reason = marginReason(name, leg, settings);
    if (reason) return { name, leg, reason };
  }
  return undefined;
}

/** Cash of its exchange is added to a margin that is low before a good position is sold for it. */
function toppedUp(
  book: Book,
  position: Position,
  { name, leg, reason }: LowMargin,
  settings: DecisionSettings,
): Held | undefined {
  const leftUsdt = plain(exact(leg.collateralUsdt).plus(legUnrealised(name, leg)));
  const margin = { notionalUsdt: plain(legNotional(leg)), leftUsdt };
  const amountUsdt = topUp(margin, cashOn(book, leg.venue), settings);
  if (amountUsdt === undefined) return undefined;
  const text = `${reason.text}: ${amountUsdt} USDT are added to it`;
  const why = { code: 'topped-up', text };
  const action = { kind: 'top-up', position, leg: name, amountUsdt, reason: why } as const;
  return { meant: 'hold', reason: why, action };
}

/** A market of which nothing is quoted now: what is held is kept, unless a person wants it closed. */
export function judgeUnseen(book: Book, position: Position): Held {
  if (position.state !== 'open') return kept(halfDone(position));
  if (book.mode === 'emergency-stopped') return closing(position, STOPPED, undefined);
  const text = 'The exchange says nothing of this market now; what is held is kept';
  return kept({ code: 'not-seen', text });
}

function kept(reason: Reason): Held {
  return { meant: 'hold', reason, action: undefined };
}

function closing(position: Position, reason: ExitReason, decided: BothPrices | undefined): Held {
  return { meant: 'close', reason, action: { kind: 'close', position, reason, decided } };
}

function halfDone(position: Position): Reason {
  const why = position.closeReason ?? position.openReason;
  return { code: 'half-done', text: `Still to do: ${leftText(workLeft(position))}. ${why}` };
}

function leftText(work: WorkLeft | undefined): string {
  if (work?.kind === 'write-off') return `${work.quantity} of the ${work.leg} leg are written off`;
  const ways = work?.kind === 'mend' ? work.ways : work ? [work.next] : [];
  return ways.map(({ purpose, leg, side }) => `${side} ${leg} to ${purpose}`).join(', or ');
}

/** Goes on with what was found half done: what was being closed, and an opening that is fresh and still allowed. */
export function finishing(
  nowMs: number,
  book: Book,
  position: Position,
): Action & { kind: 'finish' } {
  const isLate = nowMs - position.openedAtMs > LONGEST_OPENING_MS;
  const mayOpen = book.mode === 'running' && !isLate;
  return { kind: 'finish', position, forward: position.state === 'closing' || mayOpen };
}
