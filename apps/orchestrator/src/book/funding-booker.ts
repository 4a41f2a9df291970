import type { Leg } from '@fullcarry/domain/desk/trade/fill-price';
import { exact, plain, sumOf } from '@fullcarry/domain/desk/book/exact';
import {
  contractsHeldAt,
  fundingPayment,
  settlementPayment,
  settlementsToBook,
  type HeldBy,
} from '@fullcarry/domain/desk/book/funding-payment';
import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import { LEGS } from '@fullcarry/domain/desk/book/position-money';
import { DomainError } from '@fullcarry/domain/errors';
import { DAY_MS } from '@fullcarry/domain/time-window';
import { purposeOf, type StoredPosition } from '@fullcarry/history/desk/stored-position';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';
import type { PositionLedgerStore } from '@fullcarry/history/desk/position-ledger-store';
import type { KnownSettlement, SettlementSource } from './known-settlements.js';

export interface BookerParts {
  readonly reads: DeskStore;
  readonly writes: PositionLedgerStore;
  readonly sourceOf: (market: LegMarket) => Promise<SettlementSource>;
  readonly changed: (position: StoredPosition, change: 'funding') => void;
}

/**
 * Books what each perpetual received or paid at the settlements at which it was held, each by its own schedule: from the
 * settlements that are known, not from a clock, so that a pause, a crash or a late proof costs nothing but time. What
 * came late or was revised since is booked too, for a week.
 *
 * Returns what kept settlements from being booked, in sentences.
 */
export async function bookFunding(parts: BookerParts, nowMs: number): Promise<string[]> {
  const problems: string[] = [];
  for (const position of await parts.reads.awaitingFunding(nowMs - LOOKBACK_MS)) {
    for (const leg of LEGS.filter((name) => position.legs[name].instrument === 'perpetual')) {
      const { symbol } = position.legs[leg];
      try {
        const source = await parts.sourceOf(position.legs[leg]);
        await bookChanged(parts, source, position, leg, nowMs);
        const problem = await bookLeg(parts, source, position, leg, nowMs);
        if (problem !== undefined) problems.push(`${symbol}: ${problem}`);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        problems.push(`${symbol}: its settlements could not be read: ${error.message}`);
      }
    }
  }
  return problems;
}

/** A settlement that comes later than this, or is revised later, is not looked for any more. */
const LOOKBACK_MS = 7 * DAY_MS;

/**
 * Checks settlements again that were known: one that came late is booked like any other, and of one whose rate was
 * revised the difference, at the price and the quantity of its payment.
 */
async function bookChanged(
  { reads, writes, changed }: BookerParts,
  source: SettlementSource,
  position: StoredPosition,
  leg: Leg,
  nowMs: number,
): Promise<void> {
  const { id, legs } = position;
  const { openedAtMs, fundingBookedToMs } = legs[leg];
  if (openedAtMs === undefined || fundingBookedToMs === undefined) return;
  const held = await heldBy(reads, id, leg);
  const fromMs = Math.max(openedAtMs + 1, nowMs - LOOKBACK_MS);
  const rates =
    fundingBookedToMs < fromMs ? [] : await source.again(legs[leg], fromMs, fundingBookedToMs);
  const ofLeg = <Row extends { leg: Leg }>(rows: readonly Row[]) =>
    rows.filter((one) => one.leg === leg);
  const payments = new Map(
    ofLeg(await reads.fundingPayments(id)).map((one) => [one.settledAtMs, one]),
  );
  const corrections = ofLeg(await reads.fundingCorrections(id));
  let isChanged = false;
  for (const { settledAtMs, rate } of rates) {
    if (contractsHeldAt(held, settledAtMs) === '0') continue;
    const booked = payments.get(settledAtMs);
    if (!booked) {
      const { settlements } = await source.known(legs[leg], settledAtMs, settledAtMs);
      const late = settlements.flatMap((one) => payment(leg, one, held, nowMs));
      isChanged = (await writes.saveFunding(id, leg, late, undefined)).length > 0 || isChanged;
      continue;
    }
    const own = corrections.filter((one) => one.settledAtMs === settledAtMs);
    const amounts = [booked.amountUsdt, ...own.map((one) => one.amountUsdt)];
    const due = fundingPayment(leg, rate, booked.contracts, booked.markPrice);
    const amountUsdt = plain(exact(due).minus(sumOf(amounts)));
    if (amountUsdt === '0') continue;
    await writes.saveFundingCorrection({
      ...{ positionId: id, leg, settledAtMs, rate, amountUsdt },
      bookedAtMs: nowMs,
    });
    isChanged = true;
  }
  if (isChanged) changed((await reads.position(id)) ?? position, 'funding');
}

async function bookLeg(
  { reads, writes, changed }: BookerParts,
  source: SettlementSource,
  position: StoredPosition,
  leg: Leg,
  nowMs: number,
): Promise<string | undefined> {
  const toBook = settlementsToBook(position.legs[leg], nowMs);
  if (!toBook) return undefined;
  const held = await heldBy(reads, position.id, leg);
  const { fromMs, toMs } = toBook;
  const { settlements, knownToMs, problem } = await source.known(position.legs[leg], fromMs, toMs);
  const payments = settlements.flatMap((settlement) => payment(leg, settlement, held, nowMs));
  if (payments.length === 0 && knownToMs === undefined) return problem;
  const added = await writes.saveFunding(position.id, leg, payments, knownToMs);
  if (added.length > 0) changed((await reads.position(position.id)) ?? position, 'funding');
  return problem;
}

async function heldBy(reads: DeskStore, positionId: number, leg: Leg): Promise<HeldBy[]> {
  const fills = await reads.fills(positionId);
  return fills
    .filter((fill) => fill.leg === leg)
    .map((fill) => ({ ...fill, purpose: purposeOf(fill) }));
}

function payment(
  leg: Leg,
  settlement: KnownSettlement,
  held: readonly HeldBy[],
  bookedAtMs: number,
) {
  const due = settlementPayment(leg, settlement, held);
  return due ? [{ ...due, bookedAtMs }] : [];
}
