import type { Action } from './action.js';
import { positionToLeave, switchGain, type Alternative } from './best-alternative.js';
import type { Book } from '../book/ledger-event.js';
import type { DecisionSettings } from './decision-settings.js';
import { roomNow } from './desk-room.js';
import { afterOpening, type DeskRoom } from './entry-refusal.js';
import { judgeEntry, type Entered } from './judge-entry.js';
import { finishing, judgeHeld, judgeUnseen, type Held } from './judge-held.js';
import { pairName, type Observation, type SeenMarket } from '../observe/observation.js';
import { rankMarkets, type RankedPair } from './rank-markets.js';
import { once } from './once.js';
import type { MarketOutlook } from '../observe/market-outlook.js';
import { exposureOf } from '../size/opening-size.js';
import { settledByExchange, type Settling } from '../ends/settled-by-exchange.js';
import { isHeld, type Position } from '../book/position.js';
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
  /** What a position is closed for, if one is for another market. */
  readonly alternative: SeenMarket | undefined;
}

/**
 * Decides what the desk does, from what was known at one instant and from nothing else.
 *
 * What is half done comes first, then what must be closed, then what may be opened, the best market first. Room is
 * counted as if each opening were done; what a closing frees is counted once it is done. Where there is none left for a
 * market that is better than one that is held, that one is left for it.
 */
export function decide(seen: Observation, book: Book, settings: DecisionSettings): Decision {
  const held = [...book.positions.values()].filter(isHeld);
  const byName = new Map(held.map((position) => [pairName(position.legs), position]));
  const ranked = rankMarkets(seen, settings);
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
  const { entries, room } = judgeEntries(seen, book, ranked, held, settings);
  // Asked for twice of each, and it takes longer than any other step.
  const alone = new Map<number, Held>();
  const judgedAlone = (position: Position, market: SeenMarket, outlook: MarketOutlook) => {
    const judged =
      alone.get(position.id) ?? judgeHeld(seen, book, position, market, outlook, settings);
    alone.set(position.id, judged);
    return judged;
  };
  const isClosing: IsClosing = (position, market, outlook) =>
    settled.has(position.id) || judgedAlone(position, market, outlook).meant === 'close';
  const leaving = leftForBetter(ranked, { held, entries, room }, isClosing, settings);
  for (const [i, { market, outlook }] of ranked.entries()) {
    const position = byName.get(market.symbol);
    const over = position && settled.get(position.id)?.[0];
    if (over) {
      verdicts.push(verdictOf(market, outlook, 'close', over.reason));
      continue;
    }
    if (position) {
      const better = leaving?.position === position ? leaving.alternative : undefined;
      const judged = better
        ? judgeHeld(seen, book, position, market, outlook, settings, better)
        : judgedAlone(position, market, outlook);
      if (judged.action) closings.push(judged.action);
      verdicts.push(verdictOf(market, outlook, judged.meant, judged.reason));
      continue;
    }
    const entry = entries[i];
    if (!entry) continue;
    verdicts.push(verdictOf(market, outlook, entry.meant, entry.reason));
    if (entry.action) openings.push(entry.action);
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
    alternative: leaving?.alternative.market,
  };
}

/** Of each market in which nothing is held, the best first, for the room that the better ones leave it; else undefined. */
function judgeEntries(
  seen: Observation,
  book: Book,
  ranked: readonly RankedPair[],
  held: readonly Position[],
  settings: DecisionSettings,
): { readonly entries: Entries; readonly room: DeskRoom } {
  const names = new Set(held.map(({ legs }) => pairName(legs)));
  const entries: (Entered | undefined)[] = [];
  let room = roomNow(seen, book, held, settings);
  for (const { market, outlook } of ranked) {
    const isHere = names.has(market.symbol);
    const entry = isHere ? undefined : judgeEntry(seen, book, market, outlook, room, settings);
    entries.push(entry);
    if (!entry?.action) continue;
    const { notionalUsdt = settings.notionalPerMarketUsdt } = entry;
    const sized = { ...settings, notionalPerMarketUsdt: notionalUsdt };
    const { sizeBook: before } = room;
    room = {
      ...room,
      exposureUsdt: room.exposureUsdt + notionalUsdt,
      cashUsdt: afterOpening(room.cashUsdt, market, sized),
      sizeBook:
        before &&
        once(() => ({
          ...before(),
          held: [...before().held, exposureOf(market, notionalUsdt)],
        })),
    };
  }
  return { entries, room };
}

/** Of the markets in the order of their rank. */
type Entries = readonly (Entered | undefined)[];

interface Judged {
  readonly held: readonly Position[];
  readonly entries: Entries;
  readonly room: DeskRoom;
}

/**
 * The best market that lacks nothing but room, and the position that is worth least, where that one is left for it; one
 * at a time, and none while something else is to be closed or finished: that may make the room.
 */
function leftForBetter(
  ranked: readonly RankedPair[],
  { held, entries, room }: Judged,
  isClosing: IsClosing,
  settings: DecisionSettings,
): { readonly position: Position; readonly alternative: Alternative } | undefined {
  // A score is no yield: what the change would gain is not known.
  if (settings.strategy === 'score') return undefined;
  if (held.length === 0 || held.some(({ state }) => state !== 'open')) return undefined;
  const holding = held.flatMap((position) => {
    const one = ranked.find(({ market }) => market.symbol === pairName(position.legs));
    return one ? [{ position, market: one.market, outlook: one.outlook }] : [];
  });
  // The best of those that lack room is at most as good as the first of them that may: mostly that is not enough.
  const highest = ranked.find((_, i) => entries[i]?.lacksRoom);
  if (!highest) return undefined;
  const atMost = { market: highest.market, netYield: highest.outlook.netYield };
  const { minSwitchYield } = settings;
  if (!holding.some(({ outlook }) => switchGain(outlook, atMost) >= minSwitchYield)) {
    return undefined;
  }
  const best = ranked.find((_, i) => entries[i]?.lacksRoom?.() === true);
  if (!best) return undefined;
  if (holding.some(({ position, market, outlook }) => isClosing(position, market, outlook))) {
    return undefined;
  }
  const alternative = { market: best.market, netYield: best.outlook.netYield };
  const position = positionToLeave(holding, alternative, room, settings);
  return position && { position, alternative };
}

type IsClosing = (position: Position, market: SeenMarket, outlook: MarketOutlook) => boolean;

function verdictOf(
  { symbol, nativeId }: SeenMarket,
  outlook: MarketOutlook,
  meant: Verdict['meant'],
  reason: Reason,
): Verdict {
  return { symbol, nativeId, outlook, meant, reason };
}
