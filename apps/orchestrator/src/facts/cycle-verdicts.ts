import type { MarketVerdict } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { Verdict } from '@fullcarry/domain/desk/decide/decide';
import type { Observation } from '@fullcarry/domain/desk/observe/observation';
import type { Reason } from '@fullcarry/domain/desk/decide/verdict';

/** What a cycle did with a market, and why. */
export type Outcome = { readonly action: MarketVerdict['action'] } & Reason;

/** The verdicts as they travel: what was meant last, and by symbol what was done instead of it or of it. */
export function cycleVerdicts(
  verdicts: readonly Verdict[],
  markets: Observation['markets'],
  outcomes: ReadonlyMap<string, Outcome>,
): MarketVerdict[] {
  return verdicts.map(({ symbol, nativeId, outlook, meant, reason }, i) => {
    const outcome = outcomes.get(symbol) ?? undone(meant, reason);
    const market = markets.get(symbol);
    const intervalMinutes = market?.legs.short.funding?.predicted.intervalMinutes;
    const hours = outlook ? finite(outlook.breakEvenHours) : null;
    return {
      symbol,
      nativeId,
      rank: outlook ? i + 1 : null,
      netYield: outlook?.netYield ?? null,
      grossYield: outlook?.grossYield ?? null,
      breakEvenSettlements:
        hours !== null && intervalMinutes !== undefined ? (hours * 60) / intervalMinutes : null,
      breakEvenHours: hours,
      neededRate: outlook?.neededRate ?? null,
      holdingYield: outlook?.holdingYield ?? null,
      endsAtMs: market?.endsAtMs ?? null,
      persistence: outlook?.paidShare ?? null,
      action: outcome.action,
      reasonCode: outcome.code,
      reason: outcome.text,
    };
  });
}

/** What was meant and not done: the cycle was cut off. */
function undone(meant: Verdict['meant'], reason: Reason): Outcome {
  if (meant === 'hold') return { action: 'held', ...reason };
  if (meant === 'pass') return { action: 'passed', ...reason };
  const text = 'The cycle ended before its turn';
  return { action: meant === 'close' ? 'held' : 'passed', code: 'not-looked-at', text };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
