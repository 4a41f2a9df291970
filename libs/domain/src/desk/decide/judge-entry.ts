import type { Action } from './action.js';
import type { Book } from '../book/ledger-event.js';
import type { DecisionSettings } from './decision-settings.js';
import { bookCosts, type BookCosts } from '../observe/book-costs.js';
import { costsText, entryRefusal, roomRefusal, type DeskRoom } from './entry-refusal.js';
import { exactSetting, plain } from '../book/exact.js';
import type { MarketOutlook } from '../observe/market-outlook.js';
import { scoreText } from './market-score.js';
import {
  pairName,
  type Observation,
  type SeenLeg,
  type SeenMarket,
} from '../observe/observation.js';
import { orderQuantity, type OrderQuantity } from './order-quantity.js';
import { bothPriced } from '../observe/pair-prices.js';
import type { Opening } from './opening.js';
import type { LegMarket } from '../book/position-leg.js';
import { HOUR_MS } from '../../time-window.js';
import type { LotSize } from '../../market/trading-rules.js';
import { openingSize } from '../size/opening-size.js';
import type { Sized } from '../size/size.js';
import { percent, percentWithin, usdt, type Reason } from './verdict.js';

/** What is meant for a market in which nothing is held. */
export interface Entered {
  readonly meant: 'open' | 'pass';
  readonly reason: Reason;
  readonly action: Action | undefined;
  /** Of one leg, USDT; of what is opened. */
  readonly notionalUsdt: number | undefined;
  /** Whether it would be opened if less were held. Asked of few: to say it takes the quantity of an order. */
  readonly lacksRoom: (() => boolean) | undefined;
}

/** Judges a market in which nothing is held, for the room that is left when its turn comes. */
export function judgeEntry(
  seen: Observation,
  book: Book,
  market: SeenMarket,
  outlook: MarketOutlook,
  room: DeskRoom,
  asked: DecisionSettings,
): Entered {
  if (seen.stale) return passed(seen.stale);
  const restsUntilMs = () => restsUntil(book, market.symbol, asked);
  const refusal = entryRefusal(market, outlook, asked, { nowMs: seen.nowMs, restsUntilMs });
  if (refusal) return passed(refusal);
  const sizing = sizedSettings(market, outlook, room, asked);
  if (sizing.kind === 'none') return passed(sizing.reason);
  const { settings, because } = sizing;
  const full = roomRefusal(market, room, settings);
  if (full) {
    const lacksRoom = () =>
      !room.closedBecause &&
      sizedFor(market, settings) !== undefined &&
      entryCosts(market, settings)?.kind !== 'thin';
    return passed(full, lacksRoom);
  }
  const { prices, rules, legs } = market;
  if (!rules || !legs.long || !bothPriced(prices)) {
    const text = 'The exchange does not say now which quantities both markets take';
    return passed({ code: 'no-rules', text });
  }
  const sized = sizedFor(market, settings);
  if (!sized) {
    const text = 'The smallest quantity that both markets take is worth more than the notional';
    return passed({ code: 'too-small', text });
  }
  const costs = entryCosts(market, settings);
  if (costs?.kind === 'thin') return passed(costs.reason);
  const openReason = `${worthText(market, outlook, settings)}; the costs are earned back in ${outlook.breakEvenHours.toFixed(0)} h${because}`;
  const opening: Opening = {
    legs: {
      long: {
        ...marketOf(legs.long),
        ...{ quantity: sized.long, price: prices.long, lot: lotOf(rules.long) },
      },
      short: {
        ...marketOf(legs.short),
        ...{ quantity: sized.short, price: prices.short, lot: lotOf(rules.short) },
      },
    },
    first: market.thinner,
    openedAtMs: seen.nowMs,
    openReason,
  };
  return {
    meant: 'open',
    reason: { code: 'opened', text: openReason },
    action: { kind: 'open', opening, decided: prices },
    notionalUsdt: settings.notionalPerMarketUsdt,
    lacksRoom: undefined,
  };
}

type SizedSettings =
  | { readonly kind: 'sized'; readonly settings: DecisionSettings; readonly because: string }
  | Extract<Sized, { kind: 'none' }>;

/** The settings with the notional that this market is opened with. */
function sizedSettings(
  market: SeenMarket,
  outlook: MarketOutlook,
  { closedBecause, sizeBook }: DeskRoom,
  settings: DecisionSettings,
): SizedSettings {
  if (!sizeBook || closedBecause) return { kind: 'sized', settings, because: '' };
  const sized = openingSize(market, outlook, sizeBook(), settings);
  if (sized.kind === 'none') return sized;
  const { notionalUsdt, boundBy } = sized;
  return {
    kind: 'sized',
    settings: { ...settings, notionalPerMarketUsdt: notionalUsdt },
    because: `; ${usdt(notionalUsdt)} by ${boundBy}`,
  };
}

function worthText(market: SeenMarket, outlook: MarketOutlook, settings: DecisionSettings): string {
  const worth = `The net yield is ${percentWithin(outlook.netYield, outlook.yieldDeviation)} a year${costsText(outlook)}`;
  return settings.strategy === 'score'
    ? `${scoreText(market, settings)}. ${worth}`
    : `${worth}, at or above the entry at ${percent(settings.entryNetYield)}`;
}

/** Returns what opening and closing it costs by its order books; undefined where they are not known. */
export function entryCosts(market: SeenMarket, settings: DecisionSettings): BookCosts | undefined {
  const { books, prices, legs } = market;
  const quantities = books && sizedFor(market, settings);
  if (!books || !quantities || !legs.long || !bothPriced(prices)) return undefined;
  const instruments = { long: legs.long.instrument, short: legs.short.instrument };
  return bookCosts({ books, quantities, prices, instruments }, settings);
}

/** Undefined where nothing that is worth no more than the notional is taken by both markets. */
function sizedFor(
  { prices, rules }: SeenMarket,
  { notionalPerMarketUsdt }: DecisionSettings,
): OrderQuantity | undefined {
  if (!rules || !bothPriced(prices)) return undefined;
  return orderQuantity(plain(exactSetting(notionalPerMarketUsdt)), prices, rules);
}

function marketOf({ venue, instrument, symbol, nativeId, unitsPerContract }: SeenLeg): LegMarket {
  return { venue, instrument, symbol, nativeId, unitsPerContract };
}

/** Of rules that say more of a market than this. */
function lotOf({ quantityStep, minQuantity, minNotionalUsdt }: LotSize): LotSize {
  return { quantityStep, minQuantity, minNotionalUsdt };
}

function passed(reason: Reason, lacksRoom?: () => boolean): Entered {
  return { meant: 'pass', reason, action: undefined, notionalUsdt: undefined, lacksRoom };
}

/** Until when a market stays closed after its last position, so that the same reason does not open and close in turns. */
export function restsUntil(
  book: Book,
  symbol: string,
  { restHours }: DecisionSettings,
): number | undefined {
  let lastMs: number | undefined;
  for (const { legs, closedAtMs } of book.positions.values()) {
    if (closedAtMs === undefined || pairName(legs) !== symbol) continue;
    lastMs = Math.max(closedAtMs, lastMs ?? closedAtMs);
  }
  return lastMs === undefined ? undefined : lastMs + restHours * HOUR_MS;
}
