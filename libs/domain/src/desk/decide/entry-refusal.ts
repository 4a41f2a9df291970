import type { DecisionSettings } from './decision-settings.js';
import type { MarketOutlook } from '../observe/market-outlook.js';
import type { SeenMarket } from '../observe/observation.js';
import type { SizeBook } from '../size/size.js';
import type { LegMarket } from '../book/position-leg.js';
import { pairBasis } from '../observe/pair-prices.js';
import { scoreRefusal } from './market-score.js';
import { percent, percentWithin, rateText, usdt, type Reason } from './verdict.js';

/** What the desk has and may, when the market's turn comes. */
export interface DeskRoom {
  /** Why the desk opens nothing at all. */
  readonly closedBecause: Reason | undefined;
  readonly exposureUsdt: number;
  /** By exchange. */
  readonly cashUsdt: ReadonlyMap<string, number>;
  /** What a dynamic size asks, made when one is asked for; undefined where sizes are fixed. */
  readonly sizeBook: (() => SizeBook) | undefined;
}

/** Fees and slippage may come on top of the notional of both legs. */
const CASH_RESERVE = 1.02;

/**
 * When it is asked. `restsUntilMs`: it stays closed after its last position; undefined when none was closed lately. Asked
 * last, of few.
 */
interface AskedAt {
  readonly nowMs: number;
  readonly restsUntilMs: () => number | undefined;
}

type Rule = (
  market: SeenMarket,
  outlook: MarketOutlook,
  settings: DecisionSettings,
  at: AskedAt,
) => Reason | undefined;

/** What a market has to meet by itself, whatever the desk has: the first that it does not meet is the reason. */
const RULES: readonly Rule[] = [
  endRefusal,
  (market, _, settings) => pricesRefusal(market, settings),
  ({ unproven }) => unproven,
  turnoverRefusal,
  earningRefusal,
  worthRefusal,
  breakEvenRefusal,
  (_market, _outlook, _settings, at) => restRefusal(at),
];

/** Returns the one reason why nothing is opened in a market, whatever the desk has; undefined where it is worth it. */
export function entryRefusal(
  market: SeenMarket,
  outlook: MarketOutlook,
  settings: DecisionSettings,
  at: AskedAt,
): Reason | undefined {
  for (const rule of RULES) {
    const reason = rule(market, outlook, settings, at);
    if (reason) return reason;
  }
  return undefined;
}

/** Every rule that refuses it, for people: the first one is the desk's reason. */
export function entryRefusals(
  market: SeenMarket,
  outlook: MarketOutlook,
  settings: DecisionSettings,
  at: AskedAt,
): Reason[] {
  return RULES.flatMap((rule) => rule(market, outlook, settings, at) ?? []);
}

/** Returns why there is no room for another position; undefined while there is. */
export function roomRefusal(
  market: PairToFund,
  room: DeskRoom,
  settings: DecisionSettings,
): Reason | undefined {
  if (room.closedBecause) return room.closedBecause;
  const { notionalPerMarketUsdt, maxNotionalTotalUsdt } = settings;
  if (room.exposureUsdt + notionalPerMarketUsdt > maxNotionalTotalUsdt) {
    return {
      code: 'exposure-full',
      text: `${usdt(room.exposureUsdt)} of ${usdt(maxNotionalTotalUsdt)} are in use; another ${usdt(notionalPerMarketUsdt)} would be too much`,
    };
  }
  for (const [venue, needed] of cashNeeded(market, settings)) {
    const there = room.cashUsdt.get(venue) ?? 0;
    if (needed <= there) continue;
    return {
      code: 'cash-short',
      text: `Needs ${usdt(needed)} on ${venue}, ${usdt(there)} free`,
    };
  }
  return undefined;
}

type FundedLeg = Pick<LegMarket, 'venue' | 'instrument'>;

/** Where each leg is traded, and in what. */
export interface PairToFund {
  readonly legs: { readonly long: FundedLeg | undefined; readonly short: FundedLeg };
}

/** What of the cash one opening binds at most, USDT, by exchange: coins in full, of a perpetual its collateral. */
export function cashNeeded(
  { legs }: PairToFund,
  {
    notionalPerMarketUsdt,
    perpMarginShare,
  }: Pick<DecisionSettings, 'notionalPerMarketUsdt' | 'perpMarginShare'>,
): ReadonlyMap<string, number> {
  const needed = new Map<string, number>();
  for (const leg of [legs.long, legs.short]) {
    if (!leg) continue;
    const share = leg.instrument === 'spot' ? 1 : perpMarginShare;
    const binds = notionalPerMarketUsdt * share * CASH_RESERVE;
    needed.set(leg.venue, (needed.get(leg.venue) ?? 0) + binds);
  }
  return needed;
}

/** Returns what is left on each exchange once a pair is opened. */
export function afterOpening(
  cashUsdt: ReadonlyMap<string, number>,
  market: PairToFund,
  settings: DecisionSettings,
): ReadonlyMap<string, number> {
  const needed = cashNeeded(market, settings);
  return new Map([...cashUsdt].map(([venue, cash]) => [venue, cash - (needed.get(venue) ?? 0)]));
}

function pricesRefusal(
  { legs, prices }: SeenMarket,
  { maxEntryBasis }: DecisionSettings,
): Reason | undefined {
  if (!legs.long) {
    return { code: 'no-spot', text: 'The exchange trades no spot market to hold against it' };
  }
  const basis = pairBasis(prices);
  if (basis === undefined) {
    return { code: 'no-price', text: 'The exchange gives no price for one of the legs now' };
  }
  if (Math.abs(basis) > maxEntryBasis) {
    return {
      code: 'prices-apart',
      text: `The legs’ prices are ${percent(Math.abs(basis))} apart, more than ${percent(maxEntryBasis)}`,
    };
  }
  return undefined;
}

function endRefusal({ endsAtMs }: SeenMarket): Reason | undefined {
  if (endsAtMs === undefined) return undefined;
  const end = new Date(endsAtMs).toISOString();
  return { code: 'delisting', text: `The exchange ends this market at ${end}` };
}

function turnoverRefusal(
  { turnoverUsdt24h }: SeenMarket,
  _: MarketOutlook,
  { minTurnoverUsdt24h }: DecisionSettings,
): Reason | undefined {
  if (turnoverUsdt24h >= minTurnoverUsdt24h) return undefined;
  return {
    code: 'low-turnover',
    text: `The turnover of 24 h is ${usdt(turnoverUsdt24h)}, below ${usdt(minTurnoverUsdt24h)}`,
  };
}

function earningRefusal(market: SeenMarket, outlook: MarketOutlook): Reason | undefined {
  if (outlook.breakEvenHours !== Infinity) return undefined;
  return {
    code: 'not-earning',
    text: `${market.legs.long?.instrument === 'perpetual' ? 'The predicted rates leave nothing' : 'The predicted funding is zero or negative: a short would not be paid'}; ${neededText(market, outlook)}`,
  };
}

/** By the strategy: the score, or the net yield. */
function worthRefusal(
  market: SeenMarket,
  outlook: MarketOutlook,
  settings: DecisionSettings,
): Reason | undefined {
  if (settings.strategy === 'score') return scoreRefusal(market, settings);
  if (lacksSlowCarry(market, settings)) {
    return { code: 'no-signals', text: 'Its signals are not known yet: too few rows are proven' };
  }
  if (outlook.netYield >= settings.entryNetYield) return undefined;
  return {
    code: 'below-entry',
    text: `The net yield is ${percentWithin(outlook.netYield, outlook.yieldDeviation)} a year${costsText(outlook)}, below the entry at ${percent(settings.entryNetYield)}; ${neededText(market, outlook)}`,
  };
}

function lacksSlowCarry({ legs }: SeenMarket, { strategy }: DecisionSettings): boolean {
  return strategy === 'carry' && legs.short.funding?.slowCarry === undefined;
}

function breakEvenRefusal(
  market: SeenMarket,
  outlook: MarketOutlook,
  settings: DecisionSettings,
): Reason | undefined {
  const { breakEvenHours: hours } = outlook;
  // A score asks for no break-even; what never earns its costs back is refused for that already.
  if (settings.strategy === 'score' || hours === Infinity) return undefined;
  if (lacksSlowCarry(market, settings) || hours <= settings.maxBreakEvenHours) return undefined;
  return {
    code: 'break-even-late',
    text: `It takes ${hours.toFixed(0)} h to earn the costs back, more than ${settings.maxBreakEvenHours}; ${neededText(market, outlook)}`,
  };
}

function neededText({ legs }: SeenMarket, { neededRate }: MarketOutlook): string {
  return `it takes a rate of ${rateText(neededRate)}, the predicted one is ${rateText(legs.short.funding?.predicted.rate ?? 0)}`;
}

/** Reported where they are not those of the settings. */
export function costsText({ costs }: MarketOutlook): string {
  if (costs.from === 'settings') return '';
  return ` after ${(costs.roundTrip * 10_000).toFixed(1)} bp for four fills by the order books`;
}

function restRefusal({ nowMs, restsUntilMs: until }: AskedAt): Reason | undefined {
  const restsUntilMs = until();
  if (restsUntilMs === undefined || nowMs >= restsUntilMs) return undefined;
  return {
    code: 'closed-lately',
    text: `Its last position was closed a short while ago; it is not opened again before ${new Date(restsUntilMs).toISOString()}`,
  };
}
