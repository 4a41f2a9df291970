import { exact, plain, sum } from './exact.js';
import { LedgerError } from './ledger-error.js';
import { allCash } from './ledger-event.js';
import {
  feesOf,
  fundingOf,
  legsValue,
  realised,
  unrealised,
  type PositionMoney,
} from './position-money.js';

/**
 * The desk's money, exact decimal text in USDT. Earned is positive; fees are a positive amount that was
 * paid; slippage is in the prices.
 */
export interface Ledger {
  readonly startingEquityUsdt: string;
  readonly cashUsdt: string;
  readonly equityUsdt: string;
  readonly realisedUsdt: string;
  readonly unrealisedUsdt: string;
  readonly fundingUsdt: string;
  readonly feesUsdt: string;
  /** What people booked to explain cash that nothing else explains. */
  readonly correctionsUsdt: string;
  /** What of the equity nothing explains: 0 in a ledger that adds up. */
  readonly unexplainedUsdt: string;
}

/**
 * Returns the ledger of all positions that ever were, at their prices now.
 *
 * `cashUsdt` was kept by adding up every fill and payment as it came; all else is computed from the
 * positions. So the two sides are independent, and must agree to the last digit:
 * cash + legs = starting equity + realised + unrealised + funding − fees + corrections.
 * Errors: LedgerError when they do not: something was lost, or done twice.
 */
export function ledgerOf(
  account: Parameters<typeof uncheckedLedger>[0],
  positions: readonly PositionMoney[],
): Ledger {
  const ledger = uncheckedLedger(account, positions);
  if (ledger.unexplainedUsdt === '0') return ledger;
  throw new LedgerError('The ledger does not add up', {
    equityUsdt: ledger.equityUsdt,
    differenceUsdt: ledger.unexplainedUsdt,
  });
}

/** The same of a ledger that may not add up: what is left over stands in `unexplainedUsdt`. */
export function uncheckedLedger(
  account: {
    readonly startingEquityUsdt: string;
    readonly cashUsdt: string;
    readonly elsewhereUsdt: ReadonlyMap<string, string>;
    readonly correctionsUsdt: string;
  },
  positions: readonly PositionMoney[],
): Ledger {
  const start = exact(account.startingEquityUsdt);
  const parts = {
    realised: sum(positions.map(realised)),
    unrealised: sum(positions.map(unrealised)),
    funding: sum(positions.map(fundingOf)),
    fees: sum(positions.map(feesOf)),
  };
  const cashUsdt = allCash(account);
  const equity = exact(cashUsdt).plus(sum(positions.map(legsValue)));
  const explained = start
    .plus(parts.realised)
    .plus(parts.unrealised)
    .plus(parts.funding)
    .minus(parts.fees)
    .plus(exact(account.correctionsUsdt));
  return {
    startingEquityUsdt: plain(start),
    cashUsdt,
    equityUsdt: plain(equity),
    realisedUsdt: plain(parts.realised),
    unrealisedUsdt: plain(parts.unrealised),
    fundingUsdt: plain(parts.funding),
    feesUsdt: plain(parts.fees),
    correctionsUsdt: plain(exact(account.correctionsUsdt)),
    unexplainedUsdt: plain(equity.minus(explained)),
  };
}
