import { exact, plain, sumOf } from '@fullcarry/domain/desk/exact';
import { heldAt, shortFundingPayment } from '@fullcarry/domain/desk/funding-payment';
import { DomainError } from '@fullcarry/domain/errors';
import { DAY_MS } from '@fullcarry/domain/time-window';
import type { StoredPosition } from '@fullcarry/history/desk-rows';
import type { DeskStore } from '@fullcarry/history/desk-store';
import type { PositionLedgerStore } from '@fullcarry/history/position-ledger-store';
import type { KnownSettlement, SettlementSource } from './known-settlements.js';

export interface BookerParts {
  readonly reads: DeskStore;
  readonly writes: PositionLedgerStore;
  /** By symbol. */
  readonly sourceOf: (symbol: string) => Promise<SettlementSource>;
  readonly changed: (position: StoredPosition, change: 'funding') => void;
}

/**
 * Books what each position received or paid at the settlements at which it was held: from the settlements
 * that are known, not from a clock, so that a pause, a crash or a late proof costs nothing but time. What came late or
 * was revised since is booked too, for a week.
 *
 * Returns what kept settlements from being booked, in sentences.
 */
export async function bookFunding(parts: BookerParts, nowMs: number): Promise<string[]> {
  const problems: string[] = [];
  for (const position of await parts.reads.awaitingFunding(nowMs - LOOK_BACK_MS)) {
    try {
      const source = await parts.sourceOf(position.symbol);
      await bookChanged(parts, source, position, nowMs);
      const problem = await bookPosition(parts, source, position, nowMs);
      if (problem !== undefined) problems.push(`${position.symbol}: ${problem}`);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problems.push(`${position.symbol}: its settlements could not be read: ${error.message}`);
    }
  }
  return problems;
}

/** A settlement that comes later than this, or is revised later, is not looked for any more. */
const LOOK_BACK_MS = 7 * DAY_MS;

/**
 * Looks again at settlements that were known: one that came late is booked like any other, and of one whose rate was
 * revised the difference, at the price and the quantity of its payment.
 */
async function bookChanged(
  { reads, writes, changed }: BookerParts,
  source: SettlementSource,
  position: StoredPosition,
  nowMs: number,
): Promise<void> {
  const { id, perpOpenedAtMs, perpClosedAtMs, fundingBookedToMs, contracts } = position;
  if (perpOpenedAtMs === undefined || fundingBookedToMs === undefined) return;
  const short = { perpOpenedAtMs, perpClosedAtMs };
  const fromMs = Math.max(perpOpenedAtMs + 1, nowMs - LOOK_BACK_MS);
  const rates =
    fundingBookedToMs < fromMs ? [] : await source.again(position, fromMs, fundingBookedToMs);
  const payments = new Map((await reads.fundingPayments(id)).map((one) => [one.settledAtMs, one]));
  const corrections = await reads.fundingCorrections(id);
  let isChanged = false;
  for (const { settledAtMs, rate } of rates.filter((one) => heldAt(short, one.settledAtMs))) {
    const booked = payments.get(settledAtMs);
    if (!booked) {
      const { settlements } = await source.known(position, settledAtMs, settledAtMs);
      const late = settlements.map((one) => payment(one, contracts, nowMs));
      isChanged = (await writes.saveFunding(id, late, undefined)).length > 0 || isChanged;
      continue;
    }
    const own = corrections.filter((one) => one.settledAtMs === settledAtMs);
    const amounts = [booked.amountUsdt, ...own.map((one) => one.amountUsdt)];
    const due = shortFundingPayment(rate, booked.contracts, booked.markPrice);
    const amountUsdt = plain(exact(due).minus(sumOf(amounts)));
    if (amountUsdt === '0') continue;
    await writes.saveFundingCorrection({
      ...{ positionId: id, settledAtMs, rate, amountUsdt },
      bookedAtMs: nowMs,
    });
    isChanged = true;
  }
  if (isChanged) changed((await reads.position(id)) ?? position, 'funding');
}

async function bookPosition(
  { reads, writes, changed }: BookerParts,
  source: SettlementSource,
  position: StoredPosition,
  nowMs: number,
): Promise<string | undefined> {
  const { perpOpenedAtMs, perpClosedAtMs, contracts } = position;
  if (perpOpenedAtMs === undefined) return undefined;
  const short = { perpOpenedAtMs, perpClosedAtMs };
  const fromMs = (position.fundingBookedToMs ?? perpOpenedAtMs) + 1;
  const toMs = perpClosedAtMs ?? nowMs;
  if (toMs < fromMs) return undefined;
  const { settlements, knownToMs, problem } = await source.known(position, fromMs, toMs);
  const payments = settlements
    .filter(({ settledAtMs }) => heldAt(short, settledAtMs))
    .map((settlement) => payment(settlement, contracts, nowMs));
  if (payments.length === 0 && knownToMs === undefined) return problem;
  const added = await writes.saveFunding(position.id, payments, knownToMs);
  if (added.length > 0) changed((await reads.position(position.id)) ?? position, 'funding');
  return problem;
}

function payment(
  { settledAtMs, rate, markPrice, priceAtMs }: KnownSettlement,
  contracts: string,
  nowMs: number,
) {
  const amountUsdt = shortFundingPayment(rate, contracts, markPrice);
  return { settledAtMs, rate, contracts, markPrice, amountUsdt, bookedAtMs: nowMs, priceAtMs };
}
