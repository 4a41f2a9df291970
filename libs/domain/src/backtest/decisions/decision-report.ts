import { plain } from '../../desk/book/exact.js';
import type { Book } from '../../desk/book/ledger-event.js';
import { isHeld, type PositionState } from '../../desk/book/position.js';
import { shortNotional } from '../../desk/book/position-money.js';
import type { Decision, Verdict } from '../../desk/decide/decide.js';
import { pairName, type Observation } from '../../desk/observe/observation.js';
import { pairBasis } from '../../desk/observe/pair-prices.js';

/** What was seen of one market and meant for it, and the one reason. What was not known is undefined. */
export interface MarketReport {
  readonly symbol: string;
  readonly meant: Verdict['meant'];
  /** The reason as a constant code, and as a sentence with its figures. */
  readonly code: string;
  readonly reason: string;
  /** The rate that stood for the coming settlement, fraction of notional, and the interval that it is charged for. */
  readonly rate: number | undefined;
  readonly intervalMinutes: number | undefined;
  /** Exact, USDT for one of what each leg is traded in. */
  readonly longPrice: string | undefined;
  readonly shortPrice: string | undefined;
  /** (short − long) / long. */
  readonly basis: number | undefined;
  readonly turnoverUsdt24h: number | undefined;
  /** Fractions a year: see MarketOutlook. */
  readonly netYield: number | undefined;
  readonly holdingYield: number | undefined;
  /** Undefined where the rate is not earned. */
  readonly breakEvenHours: number | undefined;
}

/** One decision of a run: what the desk had, what it saw, what it meant to do, and why not with the others. */
export interface DecisionReport {
  /** By which everything in it was published. */
  readonly atMs: number;
  /** Exact, USDT. */
  readonly cashUsdt: string;
  readonly held: readonly {
    readonly symbol: string;
    readonly state: PositionState;
    /** Of one leg, exact, USDT. */
    readonly notionalUsdt: string;
  }[];
  /** How many things were to be done; after each it is decided again. */
  readonly actions: number;
  /** The best net yield first. */
  readonly markets: readonly MarketReport[];
}

export function decisionReport(seen: Observation, book: Book, decision: Decision): DecisionReport {
  const held = [...book.positions.values()].filter(isHeld);
  return {
    atMs: seen.nowMs,
    cashUsdt: book.cashUsdt,
    held: held.map((one) => ({
      symbol: pairName(one.legs),
      state: one.state,
      notionalUsdt: plain(shortNotional(one)),
    })),
    actions: decision.actions.length,
    markets: decision.verdicts.map((verdict) => marketReport(verdict, seen)),
  };
}

function marketReport({ symbol, outlook, meant, reason }: Verdict, { markets }: Observation) {
  const market = markets.get(symbol);
  const predicted = market?.legs.short.funding?.predicted;
  return {
    ...{ symbol, meant, code: reason.code, reason: reason.text },
    rate: predicted?.rate,
    intervalMinutes: predicted?.intervalMinutes,
    longPrice: market?.prices.long,
    shortPrice: market?.prices.short,
    basis: market && pairBasis(market.prices),
    turnoverUsdt24h: market?.turnoverUsdt24h,
    netYield: outlook && finite(outlook.netYield),
    holdingYield: outlook && finite(outlook.holdingYield),
    breakEvenHours: outlook && finite(outlook.breakEvenHours),
  };
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
