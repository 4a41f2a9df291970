import type { Action } from './action.js';
import type { Book } from './book.js';
import type { DecisionSettings } from './decision-settings.js';
import { entryRefusal, roomRefusal, type DeskRoom } from './entry-refusal.js';
import { exactSetting, plain } from './exact.js';
import type { MarketOutlook } from './market-outlook.js';
import type { Observation, SeenMarket } from './observation.js';
import { orderQuantity } from './order-quantity.js';
import { bothPriced } from './pair-prices.js';
import type { Opening } from './position.js';
import { HOUR_MS } from '../time-window.js';
import { percent, type Reason } from './verdict.js';

/** What is meant for a market in which nothing is held. */
export interface Entered {
  readonly meant: 'open' | 'pass';
  readonly reason: Reason;
  readonly action?: Action;
}

/** Judges a market in which nothing is held, for the room that is left when its turn comes. */
export function judgeEntry(
  seen: Observation,
  book: Book,
  market: SeenMarket,
  outlook: MarketOutlook,
  room: DeskRoom,
  settings: DecisionSettings,
): Entered {
  if (seen.stale) return passed(seen.stale);
  const restsUntilMs = restsUntil(book, market.symbol, settings);
  const refusal =
    entryRefusal(market, outlook, settings, { nowMs: seen.nowMs, restsUntilMs }) ??
    roomRefusal(room, settings);
  if (refusal) return passed(refusal);
  const { prices, rules, spotSymbol } = market;
  if (!rules || spotSymbol === undefined || !bothPriced(prices)) {
    const text = 'The exchange does not say now which quantities both markets take';
    return passed({ code: 'no-rules', text });
  }
  const sized = orderQuantity(
    plain(exactSetting(settings.notionalPerMarketUsdt)),
    { perpPrice: prices.perp, spotPrice: prices.spot },
    rules,
  );
  if (!sized) {
    const text = 'The smallest quantity that both markets take is worth more than the notional';
    return passed({ code: 'too-small', text });
  }
  const openReason = `The net yield is ${percent(outlook.netYield)} a year, at or above the entry at ${percent(settings.entryNetYield)}; the costs are earned back in ${outlook.breakEvenHours.toFixed(0)} h`;
  const opening: Opening = {
    ...sized,
    symbol: market.symbol,
    nativeId: market.nativeId,
    spotSymbol,
    unitsPerContract: prices.unitsPerContract,
    openedAtMs: seen.nowMs,
    openReason,
    spotPrice: prices.spot,
    perpMarkPrice: prices.perp,
  };
  return {
    meant: 'open',
    reason: { code: 'opened', text: openReason },
    action: { kind: 'open', opening, decided: prices },
  };
}

function passed(reason: Reason): Entered {
  return { meant: 'pass', reason };
}

/** So that the same reason does not open and close in turns. */
function restsUntil(
  book: Book,
  symbol: string,
  { restHours }: DecisionSettings,
): number | undefined {
  const closed = [...book.positions.values()].flatMap((one) =>
    one.symbol === symbol && one.closedAtMs !== undefined ? [one.closedAtMs] : [],
  );
  return closed.length === 0 ? undefined : Math.max(...closed) + restHours * HOUR_MS;
}
