import { heldAt, shortFundingPayment } from '@fullcarry/domain/desk/funding-payment';
import { DomainError } from '@fullcarry/domain/errors';
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
 * that are known, not from a clock, so that a pause, a crash or a late proof costs nothing but time.
 *
 * Returns what kept settlements from being booked, in sentences.
 */
export async function bookFunding(parts: BookerParts, nowMs: number): Promise<string[]> {
  const problems: string[] = [];
  for (const position of await parts.reads.awaitingFunding()) {
    try {
      const problem = await bookPosition(parts, position, nowMs);
      if (problem !== undefined) problems.push(`${position.symbol}: ${problem}`);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problems.push(`${position.symbol}: its settlements could not be read: ${error.message}`);
    }
  }
  return problems;
}

async function bookPosition(
  { reads, writes, sourceOf, changed }: BookerParts,
  position: StoredPosition,
  nowMs: number,
): Promise<string | undefined> {
  const { perpOpenedAtMs, perpClosedAtMs, contracts } = position;
  if (perpOpenedAtMs === undefined) return undefined;
  const short = { perpOpenedAtMs, perpClosedAtMs };
  const fromMs = (position.fundingBookedToMs ?? perpOpenedAtMs) + 1;
  const toMs = perpClosedAtMs ?? nowMs;
  if (toMs < fromMs) return undefined;
  const source = await sourceOf(position.symbol);
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
  { settledAtMs, rate, markPrice }: KnownSettlement,
  contracts: string,
  nowMs: number,
) {
  const amountUsdt = shortFundingPayment(rate, contracts, markPrice);
  return { settledAtMs, rate, contracts, markPrice, amountUsdt, bookedAtMs: nowMs };
}
