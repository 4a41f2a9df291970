import type { StoredFill } from '@fullcarry/history/desk/desk-rows';
import type { StoredPosition } from '@fullcarry/history/desk/stored-position';
import { recordedRows } from '@fullcarry/testing/real-recordings';
import type { ReplayedMarket } from '@fullcarry/testing/replay';
import { minus, plus, read, times, write, ZERO, type Fraction } from './fraction.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

const LEGS = ['long', 'short'] as const;
type LegName = (typeof LEGS)[number];

/** What one leg came to, in the exact text of the ledger. */
export interface RecomputedLeg {
  readonly positionId: number;
  readonly leg: LegName;
  readonly fundingUsdt: string;
  readonly settlements: number;
}

/** `cashUsdt`: by exchange. */
export interface RecomputedPairs {
  readonly legs: readonly RecomputedLeg[];
  readonly cashUsdt: Readonly<Record<string, string>>;
}

/**
 * What closed pairs of perpetuals came to, from the desk's fills, the formulas, and the recorders' files, which nothing
 * of the fetcher or the replay has read for it:
 *
 *   funding = ± Σ rate · contracts · close of the hour that ends at the settlement, + for the short one,
 *             over every recorded settlement after it was opened, up to and including when it was closed;
 *             of its mark price where that was recorded, else of its trades
 *   prices  = Σ price · contracts of what was sold − Σ of what was bought
 *   cash    = start + Σ (prices + funding − Σ price · contracts · fee), of each exchange by itself
 */
export function recomputePairs(
  positions: readonly StoredPosition[],
  fills: readonly StoredFill[],
  markets: ReadonlyMap<string, readonly ReplayedMarket[]>,
  about: { readonly startingEquityUsdt: string; readonly fee: string },
): RecomputedPairs {
  const legs: RecomputedLeg[] = [];
  const cash = new Map([...markets.keys()].map((venue) => [venue, read(about.startingEquityUsdt)]));
  for (const position of positions) {
    for (const leg of LEGS) {
      const { venue, nativeId } = position.legs[leg];
      const market = markets.get(venue)?.find(({ symbol }) => symbol === nativeId);
      if (!market) throw new Error(`${venue} plays no ${nativeId}`);
      const own = fills.filter((fill) => fill.positionId === position.id && fill.leg === leg);
      const paid = payments(market, leg, own);
      const funding = plus(...paid);
      const value = (side: string) => own.filter((fill) => fill.side === side).map(valueOf);
      const prices = minus(plus(...value('sell')), plus(...value('buy')));
      const fees = times(plus(...own.map(valueOf)), read(about.fee));
      cash.set(venue, minus(plus(cash.get(venue) ?? ZERO, prices, funding), fees));
      legs.push({
        ...{ positionId: position.id, leg },
        ...{ fundingUsdt: write(funding), settlements: paid.length },
      });
    }
  }
  const written = [...cash].map(([venue, amount]) => [venue, write(amount)] as const);
  return { legs, cashUsdt: Object.fromEntries(written) };
}

function valueOf({ price, quantity }: StoredFill): Fraction {
  return times(read(price), read(quantity));
}

function payments(
  { fundingFrom, candlesFrom, shiftWeeks }: ReplayedMarket,
  leg: LegName,
  fills: readonly StoredFill[],
): Fraction[] {
  const opening = fills.filter(({ side }) => (side === 'buy') === (leg === 'long'));
  const openedAtMs = opening[0]?.filledAtMs ?? Infinity;
  const closedAtMs = fills.at(-1)?.filledAtMs ?? -Infinity;
  const contracts = plus(...opening.map(({ quantity }) => read(quantity)));
  const shiftMs = shiftWeeks * WEEK_MS;
  const marks = recordedRows('mark-1h', fundingFrom ?? '');
  const closes = new Map(
    (marks.length > 0 ? marks : recordedRows('1h', candlesFrom)).map((row) => [
      Number(row['timestamp']) + shiftMs,
      row['close'],
    ]),
  );
  return recordedRows('funding', fundingFrom ?? '').flatMap((row) => {
    const { timestamp, fundingTime, fundingRateTimestamp } = row;
    const stampMs = Number(timestamp ?? fundingTime ?? fundingRateTimestamp) + shiftMs;
    const settledAtMs = stampMs - (stampMs % MINUTE_MS);
    if (settledAtMs <= openedAtMs || settledAtMs > closedAtMs) return [];
    const close = closes.get(settledAtMs - HOUR_MS);
    if (close === undefined) throw new Error(`No hour of ${candlesFrom} ends at ${settledAtMs}`);
    const { funding_rate: ours, fundingRate, realizedRate } = row;
    const rate = read(ours ?? fundingRate ?? realizedRate ?? '');
    const received = times(rate, contracts, read(close));
    return [leg === 'short' ? received : minus(ZERO, received)];
  });
}
