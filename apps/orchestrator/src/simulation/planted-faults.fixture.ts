import { exact, plain, sum } from '@fullcarry/domain/desk/book/exact';
import { LEGS } from '@fullcarry/domain/desk/book/position-money';
import type {
  LegExecutor,
  LegFill,
  LegOutcome,
  NamedOrder,
  SentOrder,
} from '@fullcarry/domain/desk/perform/leg-executor';
import type { Lives, MemoryLedger } from './memory-ledger.fixture.js';
import type { SimulatedVenue } from './simulated-venue.fixture.js';

/**
 * A fault that is planted, to see that it is found. Of old: C1, C2, C12, C16. Of fills in parts: what was ordered is taken
 * for what was filled, so that the other leg is sized by it; a part that is heard of late is dropped; a fee in coins is
 * taken for one in USDT.
 */
export const FAULTS = ['C1', 'C2', 'C12', 'C16', 'part-is-whole', 'late-part', 'coin-fee'] as const;
export type Planted = (typeof FAULTS)[number];

/** The executor of a desk with a fault in it. */
export function faulty(venue: SimulatedVenue, planted: Planted | undefined): LegExecutor {
  const withQuantity = (outcome: LegOutcome, quantity: string | undefined): LegOutcome => {
    if (planted === 'C16' && outcome.kind === 'unknown') return { ...outcome, kind: 'rejected' };
    if (planted === 'part-is-whole' && outcome.kind === 'partly' && quantity !== undefined) {
      return { kind: 'filled', fills: asWhole(outcome.fills, quantity) };
    }
    if (planted === 'coin-fee' && (outcome.kind === 'filled' || outcome.kind === 'partly')) {
      return { ...outcome, fills: outcome.fills.map(inUsdt) };
    }
    return outcome;
  };
  const later = (outcome: LegOutcome): LegOutcome =>
    planted === 'late-part' && outcome.kind === 'partly'
      ? { kind: 'rejected', reason: outcome.reason }
      : withQuantity(outcome, undefined);
  return {
    price: (market) => venue.price(market),
    submit: async (order: SentOrder) => withQuantity(await venue.submit(order), order.quantity),
    status: async (order: NamedOrder) => later(await venue.status(order)),
    cancel: async (order: NamedOrder) => later(await venue.cancel(order)),
    openOrders: () => venue.openOrders(),
    positions: (on) => venue.positions(on),
    balances: (on) => venue.balances(on),
  };
}

/** The first fill as large as the order. */
function asWhole(fills: readonly LegFill[], quantity: string): readonly LegFill[] {
  const [first, ...others] = fills;
  if (!first) return fills;
  const rest = exact(quantity).minus(sum(others.map((one) => exact(one.quantity))));
  return [{ ...first, quantity: plain(rest) }, ...others];
}

function inUsdt(fill: LegFill): LegFill {
  if (fill.fee.coin === 'USDT') return fill;
  const amount = plain(exact(fill.fee.amount).times(exact(fill.price)));
  return { ...fill, fee: { amount, coin: 'USDT' } };
}

/** C1: sells what has no row now. C2: sells for a basis of more than 2 %, as if its legs had drifted apart. */
export async function sellWrongly(
  ledger: MemoryLedger,
  venue: SimulatedVenue,
  planted: Planted | undefined,
  lives: Lives,
): Promise<void> {
  if (planted !== 'C1' && planted !== 'C2') return;
  for (const { id, legs, state } of ledger.book.positions.values()) {
    if (state !== 'open') continue;
    const [long, short] = LEGS.map((leg) => {
      const price = venue.marketOf(legs[leg]).quoted[legs[leg].instrument];
      return price === undefined ? undefined : Number(price);
    });
    const isApart = long !== undefined && short !== undefined && Math.abs(short / long - 1) > 0.02;
    const isWrong = planted === 'C1' ? long === undefined : isApart;
    if (isWrong) await ledger.writesOf(lives).saveClosing(id, 'For no reason');
  }
}
