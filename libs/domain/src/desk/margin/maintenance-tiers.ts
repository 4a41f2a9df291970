import Big from 'big.js';

/**
 * From which notional on how many times its margin a perpetual may be worth at most. What has to be left of the
 * margin is half of the margin at that leverage: 25-fold leaves at least 2 %.
 */
export interface LeverageTier {
  readonly fromUsdt: number;
  readonly maxLeverage: number;
}

/**
 * The leverage that a venue allows any coin among the most traded ones, on the strict side: most allow more, so that
 * a liquidation is computed sooner than it would happen. The exchanges publish tiers by market and change them; they
 * are not asked here.
 *
 * Source of the rule: Hyperliquid, Margining ("half of the initial margin at max leverage"); Bybit, risk limits.
 */
const TIERS: Readonly<Record<string, readonly LeverageTier[]>> = {
  bybit: [
    { fromUsdt: 0, maxLeverage: 20 },
    { fromUsdt: 200_000, maxLeverage: 10 },
    { fromUsdt: 1_000_000, maxLeverage: 5 },
  ],
  binanceusdm: [
    { fromUsdt: 0, maxLeverage: 20 },
    { fromUsdt: 100_000, maxLeverage: 10 },
    { fromUsdt: 1_000_000, maxLeverage: 5 },
  ],
  okx: [
    { fromUsdt: 0, maxLeverage: 20 },
    { fromUsdt: 100_000, maxLeverage: 10 },
    { fromUsdt: 1_000_000, maxLeverage: 5 },
  ],
  hyperliquid: [
    { fromUsdt: 0, maxLeverage: 10 },
    { fromUsdt: 20_000, maxLeverage: 5 },
    { fromUsdt: 100_000, maxLeverage: 3 },
  ],
};

/** Of a venue that is not known: the strictest of all. */
const STRICTEST: readonly LeverageTier[] = [{ fromUsdt: 0, maxLeverage: 3 }];

export function leverageTiers(venue: string): readonly LeverageTier[] {
  return TIERS[venue] ?? STRICTEST;
}

/** A tier as it is computed with: what is maintained is share × notional − deduction, without a step between tiers. */
export interface MaintenanceTier {
  readonly fromUsdt: number;
  readonly toUsdt: number;
  readonly share: Big;
  readonly deductionUsdt: Big;
  /** Both as doubles: each check of a margin asks for them. */
  readonly about: { readonly share: number; readonly deductionUsdt: number };
}

export function maintenanceTiers(tiers: readonly LeverageTier[]): readonly MaintenanceTier[] {
  const known = COMPUTED.get(tiers) ?? computedTiers(tiers);
  COMPUTED.set(tiers, known);
  return known;
}

/** Tiers never change, and each valuation of a position asks for them. */
const COMPUTED = new WeakMap<readonly LeverageTier[], readonly MaintenanceTier[]>();

function computedTiers(tiers: readonly LeverageTier[]): readonly MaintenanceTier[] {
  const known: MaintenanceTier[] = [];
  tiers.forEach(({ fromUsdt, maxLeverage }, i) => {
    const share = new Big(1).div(2 * maxLeverage);
    const before = known[i - 1];
    const deductionUsdt = before
      ? before.deductionUsdt.plus(share.minus(before.share).times(fromUsdt))
      : new Big(0);
    const toUsdt = tiers[i + 1]?.fromUsdt ?? Infinity;
    const about = { share: Number(share), deductionUsdt: Number(deductionUsdt) };
    known.push({ fromUsdt, toUsdt, share, deductionUsdt, about });
  });
  return known;
}

/** Returns what has to be left of the margin of a notional, as a fraction of it. */
export function maintenanceShare(notionalUsdt: number, tiers: readonly LeverageTier[]): number {
  const tier = maintenanceTiers(tiers).find(({ toUsdt }) => notionalUsdt < toUsdt);
  if (!tier || notionalUsdt <= 0) return 0;
  return tier.about.share - tier.about.deductionUsdt / notionalUsdt;
}

/** Returns the largest notional of which no more than a share has to be left of its margin, USDT; 0 where none is. */
export function largestNotional(tiers: readonly LeverageTier[], share: number): number {
  for (const { toUsdt, about } of maintenanceTiers(tiers)) {
    const over = about.share - share;
    // own − deduction / notional = share; a tier that fits whole says nothing of the next.
    const most = over <= 0 ? Infinity : about.deductionUsdt / over;
    if (most < toUsdt) return most;
  }
  return Infinity;
}
