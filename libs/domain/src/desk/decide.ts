import type { Action } from './action.js';
import type { Book } from './ledger-event.js';
import type { DecisionSettings } from './decision-settings.js';
import { afterOpening, type DeskRoom } from './entry-refusal.js';
import { judgeEntry } from './judge-entry.js';
import { finishing, judgeHeld, judgeUnseen } from './judge-held.js';
import { pairName, type Observation, type SeenMarket } from './observation.js';
import { marketOutlook, type MarketOutlook } from './market-outlook.js';
import { basisOf } from './pair-prices.js';
import { shortNotional } from './position-money.js';
import { settledByExchange, type Settling } from './ends/settled-by-exchange.js';
import { isHeld, type Position } from './position.js';
import type { Reason } from './verdict.js';

/** What is meant for one market, and the one reason for it. */
export interface Verdict {
  readonly symbol: string;
  readonly nativeId: string;
  /** Undefined where nothing is seen of the market. */
  readonly outlook: MarketOutlook | undefined;
  readonly meant: 'open' | 'close' | 'hold' | 'pass';
  readonly reason: Reason;
}

export interface Decision {
  /** In the order in which they are to be done. */
  readonly actions: readonly Action[];
  /** Of every market that was seen or is held; the best net yield first. */
  readonly verdicts: readonly Verdict[];
}

/**
 * Decides what the desk does, from what was known at one instant and from nothing else.
 *
 * What is half done comes first, then what must be closed, then what may be opened, the best market first. Room is
 * counted as if each opening were done; what a closing frees is counted once it is done.
 */
export function decide(seen: Observation, book: Book, settings: DecisionSettings): Decision {
  const held = [...book.positions.values()].filter(isHeld);
  const byName = new Map(held.map((position) => [pairName(position.legs), position]));
  const looked = [...seen.markets.values()]
    .map((market) => ({ market, outlook: outlookOf(market, settings) }))
    .sort(byNetYield);
  const settled = new Map(
    held.flatMap((one): [number, Settling[]][] => {
      const settling = settledByExchange(seen, one);
      return settling.length > 0 ? [[one.id, settling]] : [];
    }),
  );
  const finish = held
    .filter(({ state, id }) => state !== 'open' && !settled.has(id))
    .map((one) => finishing(seen.nowMs, book, one));
  const closings: Action[] = [];
  const openings: Action[] = [];
  const verdicts: Verdict[] = [];
  let room = roomOf(seen, book, held);
  for (const { market, outlook } of looked) {
    const position = byName.get(market.symbol);
    const over = position && settled.get(position.id)?.[0];
    if (over) {
      verdicts.push({ ...about(market, outlook), meant: 'close', reason: over.reason });
      continue;
    }
    if (position) {
      const { action, ...verdict } = judgeHeld(seen, book, position, market, outlook, settings);
      if (action) closings.push(action);
      verdicts.push({ ...about(market, outlook), ...verdict });
      continue;
    }
    const entry = judgeEntry(seen, book, market, outlook, room, settings);
    verdicts.push({ ...about(market, outlook), meant: entry.meant, reason: entry.reason });
    if (!entry.action) continue;
    openings.push(entry.action);
    room = {
      ...room,
      exposureUsdt: room.exposureUsdt + settings.notionalPerMarketUsdt,
      cashUsdt: afterOpening(room.cashUsdt, market, settings),
    };
  }
  for (const position of held.filter(({ legs }) => !seen.markets.has(pairName(legs)))) {
    const { nativeId } = position.legs.short;
    const symbol = pairName(position.legs);
    const over = settled.get(position.id)?.[0];
    if (over) {
      verdicts.push({ symbol, nativeId, outlook: undefined, meant: 'close', reason: over.reason });
      continue;
    }
    const { action, ...verdict } = judgeUnseen(book, position);
    if (action) closings.push(action);
    verdicts.push({ symbol, nativeId, outlook: undefined, ...verdict });
  }
  return {
    actions: [...[...settled.values()].flat(), ...finish, ...closings, ...openings],
    verdicts,
  };
}

function outlookOf(market: SeenMarket, settings: DecisionSettings): MarketOutlook {
  const { legs, prices } = market;
  const { funding } = legs.short;
  if (!funding) throw new RangeError(`${market.symbol} has a short leg without funding`);
  return marketOutlook({ short: funding, long: legs.long?.funding }, basisOf(prices), settings);
}

function about({ symbol, nativeId }: SeenMarket, outlook: MarketOutlook) {
  return { symbol, nativeId, outlook };
}

function roomOf(seen: Observation, book: Book, held: readonly Position[]): DeskRoom {
  return {
    closedBecause: closedBecause(seen, book),
    exposureUsdt: held.reduce((total, one) => total + Number(shortNotional(one)), 0),
    cashUsdt: new Map(
      [[book.venue, book.cashUsdt] as const, ...book.elsewhereUsdt].map(([venue, cash]) => [
        venue,
        Number(cash),
      ]),
    ),
  };
}

function closedBecause(
  { differences: [first, ...others] }: Observation,
  { mode, modeReason }: Book,
): Reason | undefined {
  if (mode !== 'running') return { code: mode, text: modeReason ?? 'The desk is paused' };
  if (!first) return undefined;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return {
    code: 'books-differ',
    text: `${first.text}${more}: nothing is opened until it is clear`,
  };
}

interface Looked {
  readonly market: SeenMarket;
  readonly outlook: MarketOutlook;
}

function byNetYield(a: Looked, b: Looked): number {
  return b.outlook.netYield - a.outlook.netYield || (a.market.symbol < b.market.symbol ? -1 : 1);
}
