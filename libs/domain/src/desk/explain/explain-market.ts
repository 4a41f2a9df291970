import { PUBLISHED_WEIGHTS, type Score, type ScoreWeights } from '../../signal/published-score.js';
import type { Book } from '../book/ledger-event.js';
import { isHeld, type Position } from '../book/position.js';
import { decide, type Verdict } from '../decide/decide.js';
import type { DecisionSettings } from '../decide/decision-settings.js';
import { roomNow } from '../decide/desk-room.js';
import { entryRefusals, roomRefusal, type DeskRoom } from '../decide/entry-refusal.js';
import { restsUntil } from '../decide/judge-entry.js';
import { marketScore } from '../decide/market-score.js';
import type { Reason } from '../decide/verdict.js';
import type { MarketOutlook } from '../observe/market-outlook.js';
import { pairName, type Observation, type SeenMarket } from '../observe/observation.js';
import { pairBasis } from '../observe/pair-prices.js';
import { openingCaps, openingSize, sizeBook } from '../size/opening-size.js';
import type { SizeCap } from '../size/size.js';
import { actionLabel, type LabelledAction } from './action-label.js';
import { cautions } from './cautions.js';

/** What the desk thinks of one market now, part by part. Nothing in here decides: `decide` did. */
export interface MarketExplained {
  readonly market: SeenMarket;
  readonly outlook: MarketOutlook;
  readonly verdict: Verdict;
  /** Its place among all that are seen, 1 is the best; and how many these are. */
  readonly rank: number;
  readonly of: number;
  readonly action: LabelledAction;
  /** Every rule that refuses an opening, the desk's own reason first; none where it would be opened or is held. */
  readonly against: readonly Reason[];
  /** What else speaks against it and refuses nothing. */
  readonly cautions: readonly Reason[];
  readonly score: (Score & { readonly weights: ScoreWeights }) | undefined;
  readonly basis: number | undefined;
  readonly size: ExplainedSize;
  readonly held: Position | undefined;
}

/** How much of one leg would be taken if it were opened now, USDT, before it is rounded down to lots. */
export interface ExplainedSize {
  /** 0 where nothing could be. */
  readonly takenUsdt: number;
  /** What keeps it from being more, or from being anything. */
  readonly boundBy: string;
  /** All that a dynamic size is never above; undefined where something of it is not known or not proven. */
  readonly caps: readonly SizeCap[] | undefined;
}

/** Undefined where nothing is seen of the market. `symbol`: see pairName. */
export function explainMarket(
  seen: Observation,
  book: Book,
  settings: DecisionSettings,
  symbol: string,
): MarketExplained | undefined {
  const { verdicts } = decide(seen, book, settings);
  const place = verdicts.findIndex((one) => one.symbol === symbol);
  const verdict = verdicts[place];
  const market = seen.markets.get(symbol);
  if (!verdict?.outlook || !market) return undefined;
  const { outlook } = verdict;
  const positions = [...book.positions.values()].filter(isHeld);
  const held = positions.find(({ legs }) => pairName(legs) === symbol);
  const refusals = entryRefusals(market, outlook, settings, {
    nowMs: seen.nowMs,
    restsUntilMs: () => restsUntil(book, symbol, settings),
  });
  const room = roomNow(seen, book, positions, settings);
  const taken = takenSize(market, outlook, room, settings);
  return {
    market,
    outlook,
    verdict,
    rank: place + 1,
    of: verdicts.length,
    action: actionLabel(verdict, refusals),
    against:
      verdict.meant === 'pass'
        ? distinct([verdict.reason, ...refusals, ...some(taken.lacking)])
        : [],
    cautions: cautions(outlook, market.signals),
    score: scoreOf(market),
    basis: pairBasis(market.prices),
    size: {
      takenUsdt: taken.usdt,
      boundBy: taken.boundBy,
      caps: openingCaps(market, outlook, sizeBook(seen, book, positions), settings),
    },
    held,
  };
}

function scoreOf(market: SeenMarket): MarketExplained['score'] {
  const scored = marketScore(market);
  return scored && { ...scored, weights: PUBLISHED_WEIGHTS };
}

interface TakenSize {
  readonly usdt: number;
  readonly boundBy: string;
  /** Why there is no room for it. */
  readonly lacking: Reason | undefined;
}

/** As judge-entry.ts has it: the size first, then the room for it. */
function takenSize(
  market: SeenMarket,
  outlook: MarketOutlook,
  room: DeskRoom,
  settings: DecisionSettings,
): TakenSize {
  const { sizeBook: sized } = room;
  const size = sized && openingSize(market, outlook, sized(), settings);
  if (size?.kind === 'none') {
    return { usdt: 0, boundBy: size.reason.text, lacking: size.reason };
  }
  const usdt = size?.notionalUsdt ?? settings.notionalPerMarketUsdt;
  const lacking = roomRefusal(market, room, { ...settings, notionalPerMarketUsdt: usdt });
  if (lacking) return { usdt: 0, boundBy: lacking.text, lacking };
  const boundBy = size?.boundBy ?? 'the notional of a market in the settings';
  return { usdt, boundBy, lacking: undefined };
}

function some<Value>(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : [value];
}

/** A rule that is met twice is reported once. */
function distinct(reasons: readonly Reason[]): Reason[] {
  return reasons.filter(({ code }, i) => reasons.findIndex((one) => one.code === code) === i);
}
