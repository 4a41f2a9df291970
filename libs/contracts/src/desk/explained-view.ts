import type { MarketExplained } from '@fullcarry/domain/desk/explain/explain-market';
import type { SeenLeg } from '@fullcarry/domain/desk/observe/observation';
import { yearly } from '@fullcarry/domain/desk/observe/carry-yield';
import type { DeskSettings } from './desk-settings.js';
import type { MarketExplainedView } from './market-explained.js';

/** What the desk thinks of a market, as it travels. */
export function explainedView(
  { market, outlook, ...explained }: MarketExplained,
  { atMs, settings }: { readonly atMs: number; readonly settings: DeskSettings },
): MarketExplainedView {
  const { long, short } = market.legs;
  const { funding } = short;
  if (!funding) throw new RangeError(`${market.symbol} has a short leg without funding`);
  const { costs } = outlook;
  return {
    ...{ atMs, exchange: short.venue, symbol: market.symbol, nativeId: market.nativeId },
    legs: { long: long ? legOf(long) : null, short: legOf(short) },
    ...explained.action,
    reason: explained.verdict.reason,
    ...{ rank: explained.rank, of: explained.of },
    predictedRate: funding.predicted.rate,
    intervalMinutes: funding.predicted.intervalMinutes,
    yields: {
      now: outlook.grossYield,
      carry: outlook.carryYield,
      convergence: outlook.convergenceYield,
      costs: yearly(costs.roundTrip, settings.holdingHours),
      net: outlook.netYield,
      deviation: outlook.yieldDeviation ?? null,
      holding: outlook.holdingYield,
    },
    ...{ roundTrip: costs.roundTrip, costsFrom: costs.from },
    breakEvenHours: Number.isFinite(outlook.breakEvenHours) ? outlook.breakEvenHours : null,
    neededRate: outlook.neededRate,
    paidShare: outlook.paidShare ?? null,
    basis: explained.basis ?? null,
    score: explained.score
      ? { ...explained.score, isShrinking: explained.score.isShrinking ?? null }
      : null,
    // A cap that no size reaches is no number of JSON, and binds nothing.
    size: {
      ...explained.size,
      caps: explained.size.caps?.filter(({ usdt }) => Number.isFinite(usdt)) ?? null,
    },
    against: [...explained.against],
    cautions: [...explained.cautions],
    held: explained.held
      ? {
          positionId: explained.held.id,
          openedAtMs: explained.held.openedAtMs,
          openReason: explained.held.openReason,
        }
      : null,
    settings,
  };
}

function legOf({ venue, instrument, symbol }: SeenLeg) {
  return { venue, instrument, symbol };
}
